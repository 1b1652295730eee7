package org.rlhfworkbench.lm.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.rlhfworkbench.lm.jinja.Text;

/**
 * Text to token ids and back, from a Hugging Face {@code tokenizer.json}. Safe to use from several threads.
 *
 * <p>Text that people type never yields special tokens: {@code <|im_end|>} inside it becomes the tokens of those ten
 * characters. Only {@link #encode(Text)} reads them as special, where a
 * template wrote them.
 */
public final class Tokenizer implements AutoCloseable {

    /** The file that a model's folder keeps its tokenizer in. */
    public static final String FILE = "tokenizer.json";

    private static final Map<String, String> OPTIONS = Map.of("truncation", "false", "padding", "false");

    /** No Unicode text and without a UTF-8 form: the native tokenizer would end the process. */
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    private final TokenizerFiles files;
    private final TokenizerFile contents;
    private final HuggingFaceTokenizer markup;
    private final HuggingFaceTokenizer text;
    private final int vocabularySize;

    private Tokenizer(TokenizerFiles files, TokenizerFile contents) {
        Path place = files.place(FILE);
        this.files = files;
        this.contents = contents;
        this.markup = binding(place, contents.json());
        this.text = binding(place, contents.jsonDeafToSpecialTokens());
        this.vocabularySize =
                contents.ids().values().stream().mapToInt(id -> id + 1).max().orElse(0);
    }

    /**
     * Loads the tokenizer of a folder.
     *
     * @throws TokenizerException if it is missing or cannot be read
     */
    public static Tokenizer load(Path folder) {
        return load(TokenizerFiles.of(folder));
    }

    /**
     * Loads a tokenizer.
     *
     * @throws TokenizerException if it is missing or cannot be read
     */
    public static Tokenizer load(TokenizerFiles files) {
        return new Tokenizer(files, TokenizerFile.parse(files));
    }

    private static HuggingFaceTokenizer binding(Path file, String json) {
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), OPTIONS);
        } catch (IOException | RuntimeException e) {
            throw new TokenizerException(file, "it cannot be used (" + e.getMessage() + ")", "export it again");
        }
    }

    /** What it was loaded from, chat template included: saved with every model that is made from this one. */
    public TokenizerFiles files() {
        return files;
    }

    /** The ids of a text alone: no beginning or end is added, and no special token is read from it. */
    public int[] encode(String plainText) {
        return ids(text, plainText, false);
    }

    /** As {@link #encode(String)}, with what the file's post-processor puts around a text, such as {@code <s>} in front. */
    public int[] encodeWhole(String plainText) {
        return ids(text, plainText, true);
    }

    /** The ids of a text in which the special tokens that its template wrote are read as such. */
    int[] encode(Text rendered) {
        return ids(text, contents.specialTokens().hidden(rendered), false);
    }

    /** The special tokens that {@link #encode(Text)} reads, in order. */
    List<SpecialTokens.Occurrence> writtenSpecialTokens(Text rendered) {
        return contents.specialTokens().writtenIn(rendered);
    }

    private static int[] ids(HuggingFaceTokenizer tokenizer, String string, boolean withSpecialTokens) {
        long[] ids = tokenizer
                .encode(withoutLoneSurrogates(string), withSpecialTokens, false)
                .getIds();
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
    }

    private static String withoutLoneSurrogates(String string) {
        return LONE_SURROGATE.matcher(string).replaceAll("\uFFFD");
    }

    /**
     * The text of some tokens. Bytes that are no UTF-8 become U+FFFD.
     *
     * @param skipSpecial leave special tokens out
     */
    public String decode(int[] ids, boolean skipSpecial) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = ids[i];
        }
        return markup.decode(wide, skipSpecial);
    }

    /** As {@link #decode(int[], boolean)}. */
    public String decode(Collection<Integer> ids, boolean skipSpecial) {
        return decode(ids.stream().mapToInt(Integer::intValue).toArray(), skipSpecial);
    }

    /**
     * The text of tokens that go on from others, without special tokens. Decoded alone a continuation may lose the space
     * it begins with; here the two texts joined are the text of all the tokens.
     */
    public String decodeAfter(int[] before, int[] ids) {
        StreamingDecoder decoder = streamingAfter(before);
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(decoder.next(id));
        }
        return text.append(decoder.rest()).toString();
    }

    /** As {@link #decodeAfter}, one token at a time. */
    public StreamingDecoder streamingAfter(int[] before) {
        return new StreamingDecoder(this, before);
    }

    /** The number of ids, added tokens counted: one more than the greatest. */
    public int vocabularySize() {
        return vocabularySize;
    }

    /** The id of a token as the vocabulary spells it, special ones too. */
    public OptionalInt idOf(String token) {
        Integer id = contents.ids().get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Whether an id is a special token, which {@code decode(…, true)} leaves out. */
    public boolean isSpecial(int id) {
        return contents.special().contains(id);
    }

    @Override
    public void close() {
        markup.close();
        text.close();
    }
}
