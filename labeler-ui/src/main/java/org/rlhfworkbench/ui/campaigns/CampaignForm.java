package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.CampaignKind;
import org.rlhfworkbench.feedback.campaigns.LabelForm;
import org.rlhfworkbench.feedback.campaigns.NewCampaign;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.projects.Member;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.prompts.PromptSelection;
import org.rlhfworkbench.feedback.prompts.Prompts;

/** The fields of a new campaign, with defaults that work. */
class CampaignForm extends Div {
    private static final int SOME = 100;

    private enum Which {
        ALL,
        TAGGED,
        RANDOM
    }

    private final transient Project project;
    private final transient Prompts prompts;
    private final transient RankingCampaigns ranking;
    private final TextField name = new TextField(say("campaigns.name"));
    private final Select<Model> model = new Select<>();
    private final RadioButtonGroup<Which> which = new RadioButtonGroup<>(say("campaigns.prompts"));
    private final Select<String> tag = new Select<>();
    private final IntegerField number = new IntegerField(say("campaigns.random-number"));
    private final IntegerField outputs = new IntegerField(say("campaigns.outputs"));
    private final IntegerField labelers = new IntegerField(say("campaigns.labelers"));
    private final MultiSelectComboBox<Person> people = new MultiSelectComboBox<>(say("campaigns.who"));
    private final Checkbox strengths = new Checkbox(say("campaigns.ask-strength"));
    private final Checkbox ratings = new Checkbox(say("campaigns.ask-ratings"));
    private final MultiSelectComboBox<String> flags = new MultiSelectComboBox<>(say("campaigns.ask-flags"));
    private final GuidelinesField guidelines = new GuidelinesField();
    private final List<String> knownFlags = new ArrayList<>();
    private final long seed = ThreadLocalRandom.current().nextLong(Integer.MAX_VALUE);

    CampaignForm(
            Project project, List<Model> writers, Prompts prompts, List<Member> members, RankingCampaigns ranking) {
        this.project = project;
        this.prompts = prompts;
        this.ranking = ranking;
        addClassName("campaign-form");
        setUpModel(writers);
        setUpPrompts();
        setUpPeople(members);
        setUpQuestions();
        guidelines.setValue(say("campaigns.guidelines-default"));
        Section left = section(say("campaigns.what"), name, model, which, tag, number, outputs);
        Section right = section(say("campaigns.asked"), labelers, people, strengths, ratings, flags);
        Section below = section(say("campaigns.guidelines"), guidelines);
        below.addClassName("wide");
        add(left, right, below);
    }

    private void setUpModel(List<Model> writers) {
        model.setLabel(say("campaigns.model"));
        model.setItems(writers);
        model.setItemLabelGenerator(Model::name);
        model.addValueChangeListener(change -> name.setValue(ranking.freeName(project.id(), change.getValue())));
        model.setValue(writers.getFirst());
        name.setMaxLength(200);
        outputs.setMin(2);
        outputs.setMax(9);
        outputs.setStepButtonsVisible(true);
        outputs.setHelperText(say("campaigns.outputs-help"));
        outputs.setValue(RankingCampaigns.OUTPUTS);
    }

    private void setUpPrompts() {
        List<String> tags = prompts.tags(project.id());
        which.setItems(tags.isEmpty() ? List.of(Which.ALL, Which.RANDOM) : List.of(Which.values()));
        which.setItemLabelGenerator(value -> switch (value) {
            case ALL -> say("campaigns.all-prompts", prompts.count(project.id()));
            case TAGGED -> say("campaigns.tagged-prompts");
            case RANDOM -> say("campaigns.random-prompts");
        });
        tag.setLabel(say("prompts.tag"));
        tag.setItems(tags);
        if (!tags.isEmpty()) {
            tag.setValue(tags.getFirst());
        }
        number.setMin(1);
        number.setStepButtonsVisible(true);
        number.setValue((int) Math.min(SOME, prompts.count(project.id())));
        which.addValueChangeListener(change -> {
            tag.setVisible(change.getValue() == Which.TAGGED);
            number.setVisible(change.getValue() == Which.RANDOM);
        });
        which.setValue(Which.ALL);
    }

    private void setUpPeople(List<Member> members) {
        labelers.setMin(1);
        labelers.setMax(50);
        labelers.setStepButtonsVisible(true);
        labelers.setHelperText(say("campaigns.labelers-help"));
        labelers.setValue(1);
        people.setItems(members.stream().map(Member::person).toList());
        people.setItemLabelGenerator(Person::displayName);
        people.setPlaceholder(say("campaigns.everybody"));
        people.setHelperText(say("campaigns.who-help"));
    }

    private void setUpQuestions() {
        strengths.setHelperText(say("campaigns.ask-strength-help"));
        ratings.setHelperText(say("campaigns.ask-ratings-help"));
        knownFlags.addAll(List.of(say("campaigns.flags-default").split(" *\\| *", -1)));
        flags.setItems(knownFlags);
        flags.setAllowCustomValue(true);
        flags.setHelperText(say("campaigns.ask-flags-help"));
        flags.addCustomValueSetListener(typed -> addFlag(typed.getDetail().strip()));
    }

    private void addFlag(String typed) {
        if (typed.isEmpty()) {
            return;
        }
        List<String> chosen = new ArrayList<>(flags.getValue());
        if (!knownFlags.contains(typed)) {
            knownFlags.add(typed);
            flags.setItems(knownFlags);
        }
        chosen.add(typed);
        flags.setValue(chosen);
    }

    private static Section section(String title, Component... fields) {
        Div column = new Div(fields);
        column.addClassName("fields");
        return new Section(new H2(title), column);
    }

    /** Asks as an earlier campaign asked. */
    void like(Campaign before) {
        outputs.setValue(before.outputsPerItem());
        labelers.setValue(before.labelersPerItem());
        strengths.setValue(before.form().strengths());
        ratings.setValue(before.form().ratings());
        before.form().flags().forEach(this::addFlag);
        guidelines.setValue(before.guidelines());
    }

    /** Runs when something changes that the cost depends on. */
    void onChange(Runnable changed) {
        which.addValueChangeListener(change -> changed.run());
        tag.addValueChangeListener(change -> changed.run());
        for (IntegerField field : List.of(number, outputs, labelers)) {
            field.setValueChangeMode(ValueChangeMode.EAGER);
            field.addValueChangeListener(change -> changed.run());
        }
    }

    Model model() {
        return Objects.requireNonNull(model.getValue());
    }

    long promptCount() {
        return prompts.count(project.id(), selection());
    }

    int outputs() {
        return orZero(outputs);
    }

    int labelersPerItem() {
        return orZero(labelers);
    }

    NewCampaign campaign() {
        return new NewCampaign(
                project.id(),
                name.getValue(),
                CampaignKind.RANKING,
                ranking.round(project.id()),
                List.of(model().id()),
                outputs(),
                labelersPerItem(),
                guidelines.getValue(),
                new LabelForm(ratings.getValue(), strengths.getValue(), List.copyOf(flags.getValue())),
                selection(),
                people.getValue().stream().map(Person::id).toList());
    }

    private PromptSelection selection() {
        return switch (which.getValue()) {
            case ALL -> PromptSelection.ALL;
            case TAGGED -> new PromptSelection(tag.getValue() == null ? "" : tag.getValue(), 0, 0);
            case RANDOM -> new PromptSelection("", Math.max(1, orZero(number)), seed);
        };
    }

    private static int orZero(IntegerField field) {
        return field.getValue() == null ? 0 : field.getValue();
    }

    /** The field that a refusal is about. */
    HasValidation field(String refused) {
        return Map.<String, HasValidation>of(
                        "outputsPerItem", outputs, "labelersPerItem", labelers, "labelerIds", people, "limit", number)
                .getOrDefault(refused, name);
    }

    void clearErrors() {
        List.<HasValidation>of(name, outputs, labelers, people, number).forEach(field -> field.setInvalid(false));
    }
}
