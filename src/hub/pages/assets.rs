//! The style sheet and the scripts of the pages.

use axum::http::header;
use axum::response::IntoResponse;

pub(crate) async fn stylesheet() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")],
        include_str!("../../../templates/hub/style.css"),
    )
}

/// What reloads a page whose card was changed.
pub(crate) async fn live_script() -> impl IntoResponse {
    script(include_str!("../../../templates/hub/live.js"))
}

/// What shows dialogs over a page.
pub(crate) async fn dialog_script() -> impl IntoResponse {
    script(include_str!("../../../templates/hub/dialog.js"))
}

fn script(text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], text)
}
