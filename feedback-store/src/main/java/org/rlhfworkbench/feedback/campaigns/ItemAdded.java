package org.rlhfworkbench.feedback.campaigns;

/** Published inside the transaction that adds an item, so that whoever hands items out can make room for its labelers. */
public record ItemAdded(long campaignId, long itemId, int labelersPerItem) {}
