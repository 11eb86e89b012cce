//! Parallel work whose results come in order, while memory stays bounded.

use std::num::NonZero;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Items that a worker takes at a time: at first few enough to share a small directory, then more, since handing over wakes a
/// thread.
const BATCH_SIZE: usize = 64;

/// The largest batches of all workers together.
const MOST_TAKEN: usize = 1024;

/// A batch is such a part of what came before it: it does not keep one core busy for long when the others are done.
const BATCH_SHARE: usize = 16;

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
    let (mut taken, largest) = (first.len(), BATCH_SIZE.max(MOST_TAKEN / workers));
    let batches = std::iter::once(first).chain(std::iter::from_fn(move || {
        let batch: Vec<I> = items.by_ref().take((taken / BATCH_SHARE).clamp(BATCH_SIZE, largest)).collect();
        taken += batch.len();
        (!batch.is_empty()).then_some(batch)
    }));
    let work = |batch: Vec<I>| -> Vec<T> { batch.into_iter().map(&work).collect() };
    shared(batches, workers, work, |results| results.into_iter().try_for_each(&mut take))
}

/// As [`ordered`], for items that are given to a core one at a time, as soon as they come.
pub fn ordered_singly<I: Send, T: Send, E>(
    items: impl Iterator<Item = I> + Send,
    work: impl Fn(I) -> T + Sync,
    take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    shared(items, thread::available_parallelism().map_or(1, NonZero::get), work, take)
}

fn shared<I: Send, T: Send, E>(
    items: impl Iterator<Item = I> + Send,
    workers: usize,
    work: impl Fn(I) -> T + Sync,
    take: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    // Each item carries the channel for its result; the channels are queued in order, so the results are in order.
    let (give_job, jobs) = crossbeam_channel::bounded::<(I, SyncSender<T>)>(QUEUE_LENGTH * workers);
    let (give_results, results) = sync_channel::<Receiver<T>>(QUEUE_LENGTH * workers);
    thread::scope(|scope| {
        scope.spawn(move || {
            for item in items {
                let (send, receive) = sync_channel(1);
                if give_results.send(receive).is_err() || give_job.send((item, send)).is_err() {
                    return;
                }
            }
        });
        let (jobs, work) = (&jobs, &work);
        for _ in 0..workers {
            scope.spawn(move || {
                for (item, send) in jobs {
                    // After an error nobody takes the results, and the queue ends soon.
                    let _ = send.send(work(item));
                }
            });
        }
        let outcome = results.iter().filter_map(|result| result.recv().ok()).try_for_each(take);
        drop(results);
        outcome
    })
}
