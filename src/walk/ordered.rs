//! Parallel work whose results come in order, while memory stays bounded.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Items that a worker takes at a time: enough to make handing over cheap, few enough to share a small directory.
const BATCH_SIZE: usize = 32;

/// How many batches may wait for each worker.
const QUEUE_LENGTH: usize = 4;

/// Applies `work` to `items` on every core and gives the results to `take` on this thread, in the order of the items and
/// while the items still come. Holds a bounded number of items and results. Ends early with the first error of `take`.
pub fn ordered<I: Send, T: Send, E>(
    items: impl Iterator<Item = I> + Send,
    work: impl Fn(I) -> T + Sync,
    mut take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    let mut items = items.peekable();
    let first: Vec<I> = items.by_ref().take(BATCH_SIZE).collect();
    // Counting the cores takes longer than checking a card.
    let workers = if items.peek().is_none() { 1 } else { thread::available_parallelism().map_or(1, NonZero::get) };
    if workers == 1 {
        return first.into_iter().chain(items).try_for_each(|item| take(work(item)));
    }
    // Each batch carries the channel for its results; the channels are queued in order, so the results are in order.
    let (give_job, jobs) = crossbeam_channel::bounded::<(Vec<I>, SyncSender<Vec<T>>)>(QUEUE_LENGTH * workers);
    let (give_results, results) = sync_channel::<Receiver<Vec<T>>>(QUEUE_LENGTH * workers);
    thread::scope(|scope| {
        scope.spawn(move || {
            let mut batch = first;
            while !batch.is_empty() {
                let (send, receive) = sync_channel(1);
                if give_results.send(receive).is_err() || give_job.send((batch, send)).is_err() {
                    return;
                }
                batch = items.by_ref().take(BATCH_SIZE).collect();
            }
        });
        let (jobs, work) = (&jobs, &work);
        for _ in 0..workers {
            scope.spawn(move || {
                for (batch, send) in jobs {
                    // After an error nobody takes the results, and the queue of batches ends soon.
                    let _ = send.send(batch.into_iter().map(work).collect());
                }
            });
        }
        let outcome = results.iter().filter_map(|batch| batch.recv().ok()).flatten().try_for_each(take);
        drop(results);
        outcome
    })
}
