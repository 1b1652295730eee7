package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.feedback.FeedbackException.AlreadyExists;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.Notices;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;
import org.rlhfworkbench.ui.shell.Refusals;

/** Everything that a campaign is, on one page; what it will cost stands beside the button that starts it. */
@Route(value = Paths.CAMPAIGNS + "/new", layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class NewCampaignView extends ProjectPage {
    private final transient Models models;
    private final transient Prompts prompts;
    private final transient Campaigns campaigns;
    private final transient Projects projects;
    private final transient RankingCampaigns ranking;
    private final transient SignedIn signedIn;

    NewCampaignView(
            Projects projects,
            SignedIn signedIn,
            Models models,
            Prompts prompts,
            Campaigns campaigns,
            RankingCampaigns ranking) {
        super(projects, signedIn);
        this.projects = projects;
        this.models = models;
        this.prompts = prompts;
        this.campaigns = campaigns;
        this.ranking = ranking;
        this.signedIn = signedIn;
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        setTitle(say("campaigns.new"), project);
        removeAll();
        Anchor back = new Anchor(Paths.in(project.id(), Paths.CAMPAIGNS), say("page.campaigns"));
        back.addClassName("back");
        add(back, new PageHeader(say("campaigns.new"), say("campaigns.new-lead")));
        List<Model> writers = models.usableBy(project.id()).reversed().stream()
                .filter(model -> model.kind() != ModelKind.REWARD)
                .sorted((one, other) -> Boolean.compare(one.kind() == ModelKind.BASE, other.kind() == ModelKind.BASE))
                .toList();
        if (writers.isEmpty() || prompts.count(project.id()) == 0) {
            add(notYet(project, writers.isEmpty()));
            return;
        }
        CampaignForm form = new CampaignForm(project, writers, prompts, projects.members(project.id()), ranking);
        campaigns.of(project.id()).stream().findFirst().ifPresent(form::like);
        Button start = new Button();
        start.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        start.addClickListener(pressed -> start(project, form));
        Span cost = new Span();
        cost.addClassNames("dim", "num");
        Runnable count = () -> {
            start.setText(say("campaigns.start", form.promptCount() * form.outputs()));
            cost.setText(say("campaigns.cost", form.promptCount(), form.promptCount() * form.labelersPerItem()));
        };
        form.onChange(count);
        count.run();
        Div foot = new Div(start, cost);
        foot.addClassNames("row", "form-foot");
        add(form, foot);
    }

    private static Component notYet(Project project, boolean noModel) {
        Anchor lead = new Anchor(
                Paths.in(project.id(), noModel ? Paths.OVERVIEW : Paths.PROMPTS),
                say(noModel ? "page.overview" : "prompts.import"));
        lead.addClassNames("button", "primary");
        return new EmptyState(
                say(noModel ? "campaigns.no-model" : "campaigns.no-prompts"),
                say(noModel ? "campaigns.no-model-help" : "campaigns.no-prompts-help"),
                lead);
    }

    private void start(Project project, CampaignForm form) {
        form.clearErrors();
        try {
            Campaign made = ranking.start(form.campaign(), form.model(), signedIn.id());
            UI.getCurrent().navigate(Paths.in(project.id(), Paths.CAMPAIGNS, made.id()));
        } catch (AlreadyExists taken) {
            show(form.field("name"), taken);
        } catch (Invalid refused) {
            show(form.field(refused.field()), refused);
        }
    }

    private static void show(HasValidation field, FeedbackException refused) {
        field.setErrorMessage(Refusals.words(refused));
        field.setInvalid(true);
        if (field instanceof com.vaadin.flow.component.Focusable<?> focusable) {
            focusable.focus();
        } else {
            Notices.failed(refused);
        }
    }
}
