//! Bytes on their way to a client: whole, a range, or none for HEAD.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_RANGE, RANGE};
use axum::http::{Response, StatusCode};
use hyper::body::{Frame, SizeHint};

use crate::hub::state::files::content::Content;

/// As many bytes as are sent in one piece.
const SHORT: u64 = 1 << 16;

/// The pieces of some content as a body.
struct Pieces<I> {
    pieces: I,
    left: u64,
}

impl<I: Iterator<Item = io::Result<Vec<u8>>> + Unpin> HttpBody for Pieces<I> {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let piece = self.pieces.next();
        if let Some(Ok(piece)) = &piece {
            self.left = self.left.saturating_sub(piece.len() as u64);
        }
        Poll::Ready(piece.map(|piece| piece.map(|piece| Frame::data(piece.into()))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// Short content under `headers`, all of it; `None` where it is long or elsewhere.
pub(crate) fn short(content: &Content, headers: &HeaderMap) -> Option<Response<Bytes>> {
    let len = content.size();
    let bytes = content.in_memory(0..len).filter(|_| len <= SHORT)?;
    let mut response = Response::new(Bytes::copy_from_slice(bytes));
    response.headers_mut().clone_from(headers);
    response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    response.headers_mut().insert(CONTENT_LENGTH, len.into());
    Some(response)
}

/// Answers with content under `headers`: the range that the request asks for, or all of it.
pub(crate) fn send(content: &Content, request: &HeaderMap, headers: HeaderMap) -> Response<Body> {
    let len = content.size();
    // A range of what the client has in part: of another version it wants the whole (RFC 9110, 13.1.5).
    let holds = request.get(IF_RANGE).is_none_or(|version| headers.get(ETAG) == Some(version));
    let asked = request.get(RANGE).filter(|_| holds).and_then(|range| range.to_str().ok()?.strip_prefix("bytes="));
    let (status, range) = match asked.and_then(|range| parse_range(range, len)) {
        Some(range) if range.is_empty() => (StatusCode::RANGE_NOT_SATISFIABLE, range),
        Some(range) => (StatusCode::PARTIAL_CONTENT, range),
        None => (StatusCode::OK, 0..len),
    };
    let left = range.end - range.start;
    let content_range = match status {
        StatusCode::PARTIAL_CONTENT => Some(format!("bytes {}-{}/{len}", range.start, range.end - 1)),
        StatusCode::RANGE_NOT_SATISFIABLE => Some(format!("bytes */{len}")),
        _ => None,
    };
    // A short one goes at once.
    let body = match content.in_memory(range.clone()) {
        Some(bytes) if left <= SHORT => Body::from(Bytes::copy_from_slice(bytes)),
        _ => Body::new(Pieces { pieces: content.pieces(range), left }),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    response.headers_mut().insert(CONTENT_LENGTH, left.into());
    if let Some(Ok(value)) = content_range.map(HeaderValue::try_from) {
        response.headers_mut().insert(CONTENT_RANGE, value);
    }
    response
}

/// The one range of `0-99`, `100-` or `-100` within `len` bytes; `None` where it is to be passed over, as several ranges are
/// and what is not one (RFC 9110, 14.1.1 and 14.2). An empty one holds nothing of what there is.
pub(crate) fn parse_range(text: &str, len: u64) -> Option<std::ops::Range<u64>> {
    let (from, to) = text.trim().split_once('-')?;
    let number = |text: &str| if text.is_empty() { Some(None) } else { text.parse::<u64>().ok().map(Some) };
    let range = match (number(from)?, number(to)?) {
        (Some(from), Some(to)) if to < from => return None,
        (Some(from), Some(to)) => from..to.saturating_add(1).min(len),
        (Some(from), None) => from..len,
        (None, Some(last)) => len.saturating_sub(last)..len,
        (None, None) => return None,
    };
    Some(if range.start < range.end { range } else { 0..0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_range_is_passed_over() {
        for (text, range) in [
            ("0-3", Some(0..4)),
            ("4-", Some(4..10)),
            ("-3", Some(7..10)),
            ("8-99", Some(8..10)),
            ("10-", Some(0..0)),
            ("-0", Some(0..0)),
            ("3-2", None),
            ("a-b", None),
            ("1-b", None),
            ("-", None),
            ("0-1,3-4", None),
        ] {
            assert_eq!(parse_range(text, 10), range, "{text}");
        }
    }
}
