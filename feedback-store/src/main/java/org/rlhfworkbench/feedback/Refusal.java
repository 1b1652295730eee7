package org.rlhfworkbench.feedback;

/**
 * What the store can refuse, one by one, so that whoever tells a person may say it in that person's language. {@code {0}}
 * and so on stand for the details; the first of {@link #NOT_FOUND} and {@link #ALREADY_EXISTS} is a kind of thing, such as
 * {@code campaign}.
 */
public enum Refusal {
    NOT_FOUND("There is no {0} {1}; it may have been deleted. Go back and choose another."),
    ALREADY_EXISTS("There is already a {0} \"{1}\". Choose another name."),
    IMPORT_REJECTED(
            "{0} was not imported. Lines that need correction: {1}, the first is {2}. Correct them and import the file"
                    + " again."),
    DRAFT_CHANGED(
            "This draft was changed in another tab. What you typed here is kept; choose which one to go on with."),
    DRAFT_TOO_LONG("The draft is longer than {0} characters. Shorten it."),
    DATABASE_IN_USE("Another process works on the database in {0}. Stop that one first (look for another"
            + " \"workbench start\"), or start this one with another --home."),
    DATABASE_UNAVAILABLE("The database in {0} cannot be opened: {1}"),
    FILE_UNWRITABLE("{0} cannot be written. Check that the folder is writable and the disk has room."),
    SAMPLES_MISSING("The outputs that the sampling wrote cannot be read. Sample again."),
    SAMPLES_UNUSABLE("The outputs that the sampling wrote cannot be used ({0}). Sample again."),

    PROJECT_NAME("A project's name has 1 to {0} characters. Give it another one."),
    USERNAME(
            "A user name starts with a letter or digit, has at most 100 characters and no spaces. Choose another one."),
    PASSWORD_WRONG("The current password is not right. Type it again."),
    PASSWORD_SHORT("A password needs at least {0} characters. Make it longer."),
    PASSWORD_LONG("A password has at most {0} bytes. Make it shorter."),
    PASSWORD_SAME("That is the password you were given. Make one of your own."),
    PASSWORD_CHOSEN("This account has a password of its own already. Change it under Account."),
    NO_ACCOUNT("{0} came with an import and cannot sign in."),
    LAST_ADMINISTRATOR("This is the last administrator. Make another one first."),
    LAST_OWNER("This is the project's last owner. Make somebody else an owner first."),

    PROMPT_EMPTY("The prompt is empty. Write what the model is asked."),
    PROMPT_NUMBER("The number of prompts is at least 1. Choose another one."),
    DEMONSTRATION_UNANSWERED("There is no assistant's turn yet. Write what the assistant should say."),
    DEMONSTRATION_GAP("A turn in the middle is empty. Fill it or remove it."),
    DEMONSTRATION_OUTDATED("There is a newer version of {0}. Correct that one."),

    CAMPAIGN_NAME("A campaign's name has 1 to {0} characters. Give it another one."),
    CAMPAIGN_OUTPUTS("A prompt is ranked with 2 to 9 outputs. Choose a number between."),
    CAMPAIGN_LABELERS("An item is judged by 1 to 50 people. Choose a number between."),
    CAMPAIGN_TOO_FEW_PEOPLE(
            "An item needs {0} people, and {1} are named. Name more of them, or ask fewer people an item."),
    CAMPAIGN_EMPTY("The campaign \"{0}\" has no items yet. Sample outputs first."),

    RANK_EMPTY("A rank is empty. Remove it."),
    OUTPUT_UNKNOWN("The answer names an output that the item does not have. Load the page again."),
    OUTPUT_TWICE("The ranking places an output twice. Place each once."),
    OUTPUT_NOT_PLACED("An output is not placed yet. Place every output."),
    UNRANKABLE_WHY("Say why the outputs cannot be ranked."),
    STRENGTH_MISSING("Say for each step between ranks how much better."),
    STRENGTH_RANGE("A strength is 0 to 3."),
    RATING_RANGE("A rating is 1 to 7."),
    LABEL_OUTDATED("There is a newer version of this label. Correct that one."),

    RUN_NOT_RESUMABLE("The run {0} is not stopped and has not failed; only such a one can go on.");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /** In English, for terminals and logs. */
    String sentence(Object... details) {
        String words = sentence;
        for (int i = 0; i < details.length; i++) {
            words = words.replace("{" + i + "}", String.valueOf(details[i]));
        }
        return words;
    }
}
