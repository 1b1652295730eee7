package org.rlhfworkbench.reward.ranking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.data.PreferencePair;
import org.rlhfworkbench.lm.data.RankedPrompt;
import org.rlhfworkbench.lm.data.Ranking;
import org.rlhfworkbench.lm.data.Response;
import org.rlhfworkbench.lm.tokenizer.Message;

/**
 * A prompt, the responses to it, and what people said of them.
 *
 * @param id as in the file
 * @param prompt the conversation that the responses answer
 * @param responses what followed it, one turn as a rule
 * @param judgements those that count, one a labeler
 */
public record JudgedPrompt(String id, List<Message> prompt, List<List<Message>> responses, List<Judgement> judgements) {

    public JudgedPrompt {
        prompt = List.copyOf(prompt);
        responses = List.copyOf(responses);
        judgements = List.copyOf(judgements);
    }

    /**
     * A ranked prompt. Where somebody has adjudicated, that alone counts; an answer that is surplus or superseded, or that
     * says the responses cannot be ranked, never does.
     */
    public static JudgedPrompt of(RankedPrompt ranked) {
        Map<String, Integer> places = new LinkedHashMap<>();
        List<List<Message>> responses = new ArrayList<>();
        for (Response response : ranked.responses()) {
            places.put(response.id(), responses.size());
            responses.add(List.of(Message.assistant(response.content())));
        }
        List<Ranking> counted =
                ranked.rankings().stream().filter(Ranking::counts).toList();
        List<Ranking> adjudicated = counted.stream()
                .filter(ranking -> ranking.status().equals("adjudicated"))
                .toList();
        List<Judgement> judgements = (adjudicated.isEmpty() ? counted : adjudicated)
                .stream().map(ranking -> judgement(ranking, places)).toList();
        return new JudgedPrompt(ranked.id(), ranked.prompt().messages(), responses, judgements);
    }

    private static Judgement judgement(Ranking ranking, Map<String, Integer> places) {
        List<List<Integer>> groups = ranking.groups().stream()
                .map(group -> group.stream().map(places::get).toList())
                .toList();
        return new Judgement(ranking.labeler(), Comparisons.implied(places.size(), groups, Ties.HALF));
    }

    /** A pair, whose margin and weight its comparison keeps; one of weight 0 implies nothing. */
    public static JudgedPrompt of(PreferencePair pair) {
        List<Comparison> wins = pair.weight() == 0
                ? List.of()
                : List.of(new Comparison(0, 1, 1, Math.max(0, pair.margin()), pair.weight()));
        return new JudgedPrompt(
                pair.id(),
                pair.prompt().messages(),
                List.of(pair.chosen().messages(), pair.rejected().messages()),
                List.of(new Judgement(null, new Comparisons(2, wins))));
    }

    /** What all judgements imply together: a pair that two people compared counts twice. */
    public Comparisons comparisons(Ties ties) {
        List<Comparison> all = new ArrayList<>();
        for (Judgement judgement : judgements) {
            Comparisons said = judgement.comparisons();
            all.addAll(ties == Ties.HALF ? said.list() : said.wins());
        }
        return new Comparisons(responses.size(), all);
    }

    /** The prompt with one of its responses. */
    public List<Message> conversation(int response) {
        List<Message> all = new ArrayList<>(prompt);
        all.addAll(responses.get(response));
        return all;
    }

    /** Characters of a response. */
    public int length(int response) {
        return responses.get(response).stream()
                .mapToInt(
                        turn -> turn.content().codePointCount(0, turn.content().length()))
                .sum();
    }
}
