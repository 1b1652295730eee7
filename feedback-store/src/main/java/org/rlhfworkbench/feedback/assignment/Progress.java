package org.rlhfworkbench.feedback.assignment;

/**
 * How far a campaign is.
 *
 * @param wanted answers, items times labelers an item
 * @param counted answers that are there
 * @param inHands items that somebody has before them now
 * @param completeItems items that have all their answers
 * @param surplus answers that came when the item had enough
 * @param unrankable counted answers that say the outputs cannot be ranked
 * @param labelers people with a counted answer
 */
public record Progress(
        long items,
        long wanted,
        long counted,
        long inHands,
        long completeItems,
        long surplus,
        long unrankable,
        long labelers) {

    public boolean complete() {
        return items > 0 && counted >= wanted;
    }
}
