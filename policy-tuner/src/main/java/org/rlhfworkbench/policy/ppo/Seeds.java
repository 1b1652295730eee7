package org.rlhfworkbench.policy.ppo;

/** Independent random streams, one for each thing that is random: a run resumes at any update without stored state. */
final class Seeds {

    static final long PROMPTS = 1;
    static final long SAMPLING = 2;
    static final long SHUFFLE = 3;
    static final long EVALUATION = 4;

    private Seeds() {}

    /** A seed that follows from the parts and changes wholly when one of them changes (the mixing of SplitMix64). */
    static long of(long seed, long... parts) {
        long mixed = seed;
        for (long part : parts) {
            mixed = (mixed ^ part) + 0x9e3779b97f4a7c15L;
            mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
            mixed ^= mixed >>> 31;
        }
        return mixed;
    }
}
