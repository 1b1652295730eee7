package org.rlhfworkbench.lm.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.command.ComputeOptions;
import org.rlhfworkbench.lm.command.WorkbenchCommand;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelSource;
import org.rlhfworkbench.lm.run.Progress;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.StopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Serves one model over HTTP until it is stopped. */
@Command(
        name = "serve",
        description = "Serve one model over HTTP on this machine, in the style of OpenAI's interface."
                + " A key in the environment variable WORKBENCH_API_KEY is asked of clients.")
public final class ServeCommand extends WorkbenchCommand {

    private static final String KEY_VARIABLE = "WORKBENCH_API_KEY";

    @Option(
            names = "--model",
            required = true,
            paramLabel = "M",
            description = "folder, GGUF file, run or bundled name")
    private String model = "";

    @Option(names = "--port", paramLabel = "N", description = "0 for any that is free (${DEFAULT-VALUE})")
    private int port = 8000;

    @Option(names = "--name", paramLabel = "NAME", description = "of the model in answers (default: its folder's)")
    private @Nullable String name;

    @Option(names = "--queue", paramLabel = "N", description = "requests that may wait (${DEFAULT-VALUE})")
    private int queue = 32;

    @Option(names = "--rows", paramLabel = "N", description = "answers that are written at once (${DEFAULT-VALUE})")
    private int rows = 16;

    @Option(names = "--run", paramLabel = "DIR", description = "a folder whose state.json says the port")
    private @Nullable Path run;

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Override
    protected void run() throws Exception {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec().commandLine(), "--port is " + port + "; give 0 to 65535");
        }
        if (queue < 1) {
            throw new ParameterException(spec().commandLine(), "--queue is " + queue + "; give 1 or more");
        }
        if (rows < 1) {
            throw new ParameterException(spec().commandLine(), "--rows is " + rows + "; give 1 or more");
        }
        if (run == null) {
            StopRequest stop = StopRequest.bySignal();
            stop.listenToSignals();
            serve(stop, progress(), listening -> {});
        } else {
            inRun(run, 1, this::serveIn);
        }
    }

    private void serveIn(RunDirectory directory) throws InterruptedException {
        serve(directory.stopRequest(), directory.progress(), directory::listeningOn);
        directory.stopped();
    }

    private interface PortListener {
        void listening(int port);
    }

    private void serve(StopRequest stop, Progress told, PortListener listener) throws InterruptedException {
        Path folder = ModelSource.resolve(model);
        try (LanguageModel loaded = LanguageModel.load(folder, compute.device(), compute.precision());
                ModelServer server = new ModelServer(
                        ServedModel.of(name == null ? ModelSource.nameOf(folder) : name, loaded, rows),
                        port,
                        queue,
                        System.getenv(KEY_VARIABLE))) {
            listener.listening(server.port());
            told.say("Serving " + model + " at http://127.0.0.1:" + server.port() + "/v1 until stopped.");
            stop.await();
        }
    }
}
