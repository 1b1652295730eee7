package org.rlhfworkbench.policy.command;

import java.util.List;
import org.rlhfworkbench.lm.benchmark.BenchCommand;
import org.rlhfworkbench.lm.command.CommandRunner;
import org.rlhfworkbench.lm.conversion.ConvertCommand;
import org.rlhfworkbench.lm.inference.GenerateCommand;
import org.rlhfworkbench.lm.inference.SampleCommand;
import org.rlhfworkbench.lm.server.ServeCommand;
import org.rlhfworkbench.lm.training.PretrainCommand;
import org.rlhfworkbench.reward.command.RewardCommand;

/** The command line: every command but the web application's. */
public final class Workbench {

    private Workbench() {}

    public static void main(String[] arguments) {
        System.exit(commands().execute(arguments));
    }

    static CommandRunner commands() {
        return new CommandRunner(List.of(
                PretrainCommand::new,
                SftCommand::new,
                RewardCommand::new,
                PpoCommand::new,
                SampleCommand::new,
                GenerateCommand::new,
                ScoreCommand::new,
                EvaluateCommand::new,
                ServeCommand::new,
                ConvertCommand::new,
                BenchCommand::new));
    }
}
