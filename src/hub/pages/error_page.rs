//! The pages of errors: 401, 403, 404 and the like.

use askama::Template;
use axum::body::Body;
use axum::response::{IntoResponse, Response};

use crate::hub::pages::{Frame, page_headers};
use crate::hub::web::address::encode;
use crate::hub::web::error::{ErrorCode, HttpError};

#[derive(Template)]
#[template(path = "hub/error.html")]
struct ErrorPage<'a> {
    frame: Frame,
    status: u16,
    heading: &'static str,
    message: &'a str,
    links: Vec<(String, &'static str)>,
}

/// An error within a frame; [`draw`] draws it.
pub(crate) fn with_frame(frame: Frame, error: HttpError) -> Response {
    let mut response = error.into_response();
    response.extensions_mut().insert(frame);
    response
}

/// Gives a page that is an error its body and its headers.
pub(crate) fn draw(response: &mut Response, error: &HttpError) {
    let frame = response.extensions_mut().remove::<Frame>();
    let frame = frame.or_else(|| response.extensions().get().map(Frame::lost)).unwrap_or_default();
    let mut links = vec![("/".to_owned(), "To the first page")];
    if error.status == 401 {
        links.insert(0, (format!("/login?next={}", encode(&frame.here)), "Log in"));
    }
    if error.code == Some(ErrorCode::GatedRepo)
        && let Some((repo, _)) = frame.here.split_once("/blob/")
    {
        links.insert(0, (repo.to_owned(), "To the page of the repository"));
    }
    let page = ErrorPage {
        frame,
        status: error.status,
        heading: match error.status {
            400 => "That did not work",
            401 => "Please log in",
            403 => "This is not for you",
            404 => "Nothing here",
            _ => "Something went wrong",
        },
        message: match error.status {
            // The API's words are about a token that was sent.
            401 if error.code != Some(ErrorCode::GatedRepo) => "You have to be logged in to see what is here.",
            _ => &error.message,
        },
        links,
    };
    *response.body_mut() = Body::from(page.render().unwrap_or_default());
    response.headers_mut().extend(page_headers());
}
