//! The client's messages in their order, without the requests that it took back.

use std::collections::VecDeque;
use std::thread;

use crossbeam_channel::{Receiver, unbounded};
use gen_lsp_types::CancelParams;
use lsp_server::{ErrorCode, Message, Notification, RequestId, Response};

/// Messages that wait for their turn.
pub(super) struct Inbox {
    incoming: Receiver<Message>,
    waiting: VecDeque<Message>,
}

/// What happens next.
pub(super) enum Next {
    /// A message came.
    Message(Message),
    /// A request was taken back before its turn: this is the answer.
    Cancelled(Response),
    /// Nothing waits.
    Idle,
    /// The client is gone.
    Closed,
}

impl Inbox {
    /// The channel of a connection may hold a single message, and what is behind it could not be seen: a thread takes all in.
    pub(super) fn new(from: Receiver<Message>) -> Self {
        let (sender, incoming) = unbounded();
        thread::spawn(move || from.into_iter().try_for_each(|message| sender.send(message)));
        Self { incoming, waiting: VecDeque::new() }
    }

    /// The next message; with `wait` there is one, unless the client is gone.
    pub(super) fn next(&mut self, wait: bool) -> Next {
        if self.waiting.is_empty() && wait {
            match self.incoming.recv() {
                Ok(message) => self.waiting.push_back(message),
                Err(_) => return Next::Closed,
            }
        }
        self.waiting.extend(self.incoming.try_iter());
        if let Some(response) = self.cancelled() {
            return Next::Cancelled(response);
        }
        self.waiting.pop_front().map_or(Next::Idle, Next::Message)
    }

    /// Takes a request that waits, and its cancellation, out of the queue.
    fn cancelled(&mut self) -> Option<Response> {
        let cancels = |message: &Message| match message {
            Message::Notification(notification) => cancelled_id(notification),
            _ => None,
        };
        let (at, id) = self.waiting.iter().enumerate().find_map(|(at, message)| Some((at, cancels(message)?)))?;
        self.waiting.remove(at);
        let request =
            self.waiting.iter().position(|message| matches!(message, Message::Request(request) if request.id == id));
        match request {
            Some(request) => {
                self.waiting.remove(request);
                let message = "cancelled by the client".to_owned();
                Some(Response::new_err(id, ErrorCode::RequestCanceled as i32, message))
            }
            // It was answered before.
            None => self.cancelled(),
        }
    }
}

fn cancelled_id(notification: &Notification) -> Option<RequestId> {
    if notification.method != "$/cancelRequest" {
        return None;
    }
    match serde_json::from_value::<CancelParams>(notification.params.clone()).ok()?.id {
        gen_lsp_types::Id::Int(number) => Some(number.into()),
        gen_lsp_types::Id::String(text) => Some(text.into()),
    }
}

#[cfg(test)]
mod tests {
    use lsp_server::Request;
    use serde_json::json;

    use super::*;

    fn inbox(messages: Vec<Message>) -> Inbox {
        let (sender, incoming) = unbounded();
        for message in messages {
            sender.send(message).expect("a receiver");
        }
        Inbox { incoming, waiting: VecDeque::new() }
    }

    fn request(id: i32) -> Message {
        Message::Request(Request::new(id.into(), "textDocument/hover".to_owned(), json!({})))
    }

    fn cancel(id: i32) -> Message {
        Message::Notification(Notification::new("$/cancelRequest".to_owned(), json!({ "id": id })))
    }

    #[test]
    fn a_request_that_is_taken_back_before_its_turn_is_answered_so_and_not_served() {
        let mut inbox = inbox(vec![request(1), request(2), cancel(2), cancel(7), request(3)]);
        let mut served = Vec::new();
        let mut cancelled = Vec::new();
        loop {
            match inbox.next(false) {
                Next::Message(Message::Request(request)) => served.push(request.id),
                Next::Message(other) => panic!("{other:?}"),
                Next::Cancelled(response) => {
                    cancelled.push((response.id, response.response_result.expect_err("an error").code));
                }
                Next::Idle | Next::Closed => break,
            }
        }
        assert_eq!(served, [1.into(), 3.into()]);
        assert_eq!(cancelled, [(2.into(), ErrorCode::RequestCanceled as i32)]);
    }
}
