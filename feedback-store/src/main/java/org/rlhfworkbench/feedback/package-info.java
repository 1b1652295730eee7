/**
 * The store of people's feedback. Each feature is a package with one public service and the records it gives and
 * takes; entities and repositories stay inside. Features know each other by id and by service, in this order:
 *
 * <pre>
 * conversation, lines            messages; JSON Lines in and out
 * people ─▶ projects             accounts and who may work where
 * prompts, drafts                what is asked; what is being typed
 * demonstrations                 what people wrote
 * models ─▶ runs                 lineage; the queue of training and sampling jobs
 * campaigns ─▶ labels            items with K outputs; the judgements on them
 * assignment                     who works on what: exact overlap, leases
 * agreement, rounds              what it adds up to, and the next act
 * exchange                       the files that the trainers read
 * </pre>
 *
 * An application imports {@link org.rlhfworkbench.feedback.FeedbackStore}. Every method that writes is a transaction
 * of its own and has reached the database file when it returns. Whoever calls checks what the person may do.
 */
@NullMarked
package org.rlhfworkbench.feedback;

import org.jspecify.annotations.NullMarked;
