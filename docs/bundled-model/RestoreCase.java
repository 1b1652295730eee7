import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Gives the lower-cased story file its capitals back, so that it can be trained on beside the others: the spelling that
 * each word has most often inside sentences of the cased file, and a capital at the start of a sentence. Stories that
 * the cased file has are left out.
 *
 * <p>Usage: {@code java RestoreCase.java CASED.txt.gz LOWER.txt.gz OUT.txt.gz}
 */
public final class RestoreCase {

    private static final Pattern WORD = Pattern.compile("[\\p{L}']+");
    private static final Pattern SENTENCE_START = Pattern.compile("(^|[.!?] |[.]\" |\\n|(?<![\\p{L}.,!?])\")(\\p{Ll})");
    private static final Pattern OPENING =
            Pattern.compile("once |there (was|were|once)|a long time ago|in a ");
    private static final Pattern MOJIBAKE_QUOTE = Pattern.compile("â€œ|â€\u009d|â€|[“”]");
    private static final String END = "<|endoftext|>";

    private RestoreCase() {}

    public static void main(String[] args) throws IOException {
        String cased = read(Path.of(args[0]));
        Map<String, String> spelling = spelling(cased);
        Set<String> known = new HashSet<>();
        for (String story : cased.split(Pattern.quote(END))) {
            known.add(key(story));
        }
        Set<String> restored = new LinkedHashSet<>();
        for (String story : stories(read(Path.of(args[1])))) {
            if (story.length() > 200 && known.add(key(story))) {
                restored.add(restore(story, spelling));
            }
        }
        try (var out = new GZIPOutputStream(Files.newOutputStream(Path.of(args[2])))) {
            out.write(String.join("\n" + END + "\n", restored).getBytes(StandardCharsets.UTF_8));
        }
        System.out.println(restored.size() + " stories, " + restored.stream().mapToInt(String::length).sum() + " characters");
    }

    /** The file has no mark between stories: a single line break that an opening follows, or that parts two long texts. */
    private static List<String> stories(String text) {
        List<String> stories = new ArrayList<>();
        for (String piece : text.split("(?<!\\n)\\n(?!\\n)")) {
            String clean = MOJIBAKE_QUOTE.matcher(piece.replace("\n\n", "\n").strip()).replaceAll("\"");
            boolean opens = OPENING.matcher(clean).lookingAt()
                    || stories.isEmpty()
                    || (clean.length() > 500 && stories.getLast().length() > 500);
            if (opens) {
                stories.add(clean);
            } else {
                stories.add(stories.removeLast() + "\n" + clean);
            }
        }
        return stories;
    }

    /** A story's first letters: enough to know it again. */
    private static String key(String story) {
        String letters = story.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return letters.substring(0, Math.min(80, letters.length()));
    }

    private static Map<String, String> spelling(String cased) {
        Map<String, Map<String, Integer>> counts = new HashMap<>();
        Matcher word = WORD.matcher(cased);
        while (word.find()) {
            if (word.start() > 1 && cased.charAt(word.start() - 1) == ' ' && ",abcdefghijklmnopqrstuvwxyz".indexOf(cased.charAt(word.start() - 2)) >= 0) {
                counts.computeIfAbsent(word.group().toLowerCase(Locale.ROOT), k -> new HashMap<>()).merge(word.group(), 1, Integer::sum);
            }
        }
        Map<String, String> best = new HashMap<>();
        counts.forEach((lower, forms) -> forms.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .ifPresent(form -> best.put(lower, form.getKey())));
        return best;
    }

    private static String restore(String story, Map<String, String> spelling) {
        String words = WORD.matcher(story).replaceAll(w -> Matcher.quoteReplacement(spelling.getOrDefault(w.group(), w.group())));
        return SENTENCE_START.matcher(words).replaceAll(m -> Matcher.quoteReplacement(m.group(1) + m.group(2).toUpperCase(Locale.ROOT)));
    }

    private static String read(Path file) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
