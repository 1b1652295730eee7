package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Expression.Name;
import org.rlhfworkbench.lm.jinja.Statement.Assign;
import org.rlhfworkbench.lm.jinja.Statement.AttributeTarget;
import org.rlhfworkbench.lm.jinja.Statement.Branch;
import org.rlhfworkbench.lm.jinja.Statement.CallBlock;
import org.rlhfworkbench.lm.jinja.Statement.Captured;
import org.rlhfworkbench.lm.jinja.Statement.Data;
import org.rlhfworkbench.lm.jinja.Statement.For;
import org.rlhfworkbench.lm.jinja.Statement.Generation;
import org.rlhfworkbench.lm.jinja.Statement.If;
import org.rlhfworkbench.lm.jinja.Statement.Macro;
import org.rlhfworkbench.lm.jinja.Statement.NameTarget;
import org.rlhfworkbench.lm.jinja.Statement.Parameter;
import org.rlhfworkbench.lm.jinja.Statement.Print;
import org.rlhfworkbench.lm.jinja.Statement.Signature;
import org.rlhfworkbench.lm.jinja.Statement.Target;
import org.rlhfworkbench.lm.jinja.Statement.Targets;
import org.rlhfworkbench.lm.jinja.Statement.With;
import org.rlhfworkbench.lm.jinja.Token.Kind;

/** Jinja's statements. */
final class Parser {

    private static final Set<String> CONSTANTS = Set.of("true", "false", "none", "True", "False", "None");

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private int loops;

    private Parser(String source) {
        this.tokens = new TokenStream(Lexer.tokens(source));
        this.expressions = new ExpressionParser(tokens);
    }

    /**
     * The statements of a template.
     *
     * @throws TemplateException naming the line that is wrong
     */
    static List<Statement> parse(String source) {
        return new Parser(source).statements(Set.of());
    }

    /** Up to one of the tags that end a body, which is left to be read; without any, to the template's end. */
    private List<Statement> statements(Set<String> ends) {
        tokens.enter();
        int begin = tokens.line();
        List<Statement> statements = new ArrayList<>();
        while (!tokens.at(Kind.END)) {
            int line = tokens.line();
            if (tokens.at(Kind.DATA)) {
                statements.add(new Data(Text.written(tokens.take().text()), line));
            } else if (tokens.at(Kind.PRINT_BEGIN)) {
                tokens.take();
                statements.add(new Print(expressions.tuple(), line));
                tokens.expect(Kind.PRINT_END, "'}}'");
            } else {
                tokens.expect(Kind.BLOCK_BEGIN, "a tag");
                if (tokens.at(Kind.NAME) && ends.contains(tokens.current().text())) {
                    tokens.leave();
                    return statements;
                }
                statements.add(statement(line));
                tokens.expect(Kind.BLOCK_END, "'%}'");
            }
        }
        if (!ends.isEmpty()) {
            throw new TemplateException("the block that begins here lacks its " + String.join(" or ", ends), begin);
        }
        tokens.leave();
        return statements;
    }

    private List<Statement> body(Set<String> ends) {
        tokens.takeOperator(":");
        tokens.expect(Kind.BLOCK_END, "'%}'");
        return statements(ends);
    }

    private List<Statement> body(String end) {
        List<Statement> body = body(Set.of(end));
        tokens.expectName(end);
        return body;
    }

    private Statement statement(int line) {
        String name = tokens.expect(Kind.NAME, "a tag's name").text();
        return switch (name) {
            case "if" -> condition(line);
            case "for" -> loop(line);
            case "set" -> assignment(line);
            case "macro" -> macro(line);
            case "call" -> call(line);
            case "filter" -> {
                Expression filtered = expressions.filters(expressions.filter(new Name(Captured.BODY)));
                yield new Captured(null, filtered, body("endfilter"), line);
            }
            case "with" -> with(line);
            case "generation" -> new Generation(body("endgeneration"), line);
            case "print" -> new Print(expressions.tuple(), line);
            case "break", "continue" -> {
                if (loops == 0) {
                    throw new TemplateException("'" + name + "' stands outside of a loop", line);
                }
                yield name.equals("break") ? new Statement.Break(line) : new Statement.Continue(line);
            }
            default -> throw new TemplateException("the tag '" + name + "' is unknown or not supported here", line);
        };
    }

    private If condition(int line) {
        List<Branch> branches = new ArrayList<>();
        List<Statement> otherwise = List.of();
        do {
            branches.add(new Branch(expressions.unconditionalTuple(), body(Set.of("elif", "else", "endif"))));
        } while (tokens.takeName("elif"));
        if (tokens.takeName("else")) {
            otherwise = body("endif");
        } else {
            tokens.expectName("endif");
        }
        return new If(branches, otherwise, line);
    }

    private For loop(int line) {
        Target target = target(false);
        tokens.expectName("in");
        Expression iterable = expressions.unconditionalTuple();
        Expression condition = tokens.takeName("if") ? expressions.expression() : null;
        boolean recursive = tokens.takeName("recursive");
        loops++;
        List<Statement> body = body(Set.of("else", "endfor"));
        loops--;
        List<Statement> otherwise = List.of();
        if (tokens.takeName("else")) {
            otherwise = body("endfor");
        } else {
            tokens.expectName("endfor");
        }
        return new For(target, iterable, condition, recursive, body, otherwise, line);
    }

    private Statement assignment(int line) {
        Target target = target(true);
        if (tokens.takeOperator("=")) {
            return new Assign(target, expressions.tuple(), line);
        }
        Expression filtered = expressions.filters(new Name(Captured.BODY));
        return new Captured(target, filtered, body("endset"), line);
    }

    private Macro macro(int line) {
        String name = tokens.expect(Kind.NAME, "a macro's name").text();
        Signature signature = signature();
        return new Macro(name, signature, outsideOfLoops("endmacro"), line);
    }

    private CallBlock call(int line) {
        Signature signature = tokens.atOperator("(") ? signature() : new Signature(List.of());
        if (!(expressions.expression() instanceof Expression.Call call)) {
            throw new TemplateException("a call block calls nothing", line);
        }
        return new CallBlock(signature, call, outsideOfLoops("endcall"), line);
    }

    private List<Statement> outsideOfLoops(String end) {
        int around = loops;
        loops = 0;
        List<Statement> body = body(end);
        loops = around;
        return body;
    }

    private With with(int line) {
        List<Assign> assignments = new ArrayList<>();
        while (!tokens.at(Kind.BLOCK_END)) {
            if (!assignments.isEmpty()) {
                tokens.expectOperator(",");
            }
            Target target = singleTarget(false);
            tokens.expectOperator("=");
            assignments.add(new Assign(target, expressions.expression(), line));
        }
        return new With(assignments, body("endwith"), line);
    }

    private Signature signature() {
        List<Parameter> parameters = new ArrayList<>();
        tokens.expectOperator("(");
        while (!tokens.takeOperator(")")) {
            String name = tokens.expect(Kind.NAME, "a parameter's name").text();
            @Nullable Expression standard = tokens.takeOperator("=") ? expressions.expression() : null;
            parameters.add(new Parameter(name, standard));
            if (!tokens.atOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        return new Signature(parameters);
    }

    private Target target(boolean withAttributes) {
        List<Target> targets = new ArrayList<>(List.of(singleTarget(withAttributes)));
        boolean comma = false;
        while (tokens.takeOperator(",")) {
            comma = true;
            if (!tokens.at(Kind.NAME) && !tokens.atOperator("(")) {
                break;
            }
            targets.add(singleTarget(withAttributes));
        }
        return comma ? new Targets(targets) : targets.getFirst();
    }

    private Target singleTarget(boolean withAttributes) {
        if (tokens.takeOperator("(")) {
            Target inner = target(withAttributes);
            tokens.expectOperator(")");
            return inner;
        }
        int line = tokens.line();
        String name = tokens.expect(Kind.NAME, "a name to assign to").text();
        if (withAttributes && tokens.takeOperator(".")) {
            return new AttributeTarget(
                    name, tokens.expect(Kind.NAME, "an attribute").text());
        }
        if (CONSTANTS.contains(name)) {
            throw new TemplateException("can't assign to '" + name + "'", line);
        }
        return new NameTarget(name);
    }
}
