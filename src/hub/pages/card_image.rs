//! The images of cards.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

use crate::hub::app::Shared;
use crate::hub::pages::markdown;
use crate::hub::state::Hub;
use crate::hub::web::auth::Visitor;
use crate::hub::web::download;
use crate::hub::web::error::HttpError;
use crate::hub::web::repo_path::RepoPath;

/// An image that is a document must not act as one.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// `GET /[datasets/]{id}/media/{revision}/{path}`: an image that the card shows, for everybody who sees the card; a gate
/// keeps the repo's other files, not these.
// fidelity: card-images
pub(crate) async fn media(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    at: RepoPath,
    request: HeaderMap,
) -> Result<Response, HttpError> {
    let (content, kind) = {
        let hub = app.hub();
        let (_, repo) = hub.visible(&caller, &at.id)?;
        let path = at.path();
        let kind = kind_of(path).ok_or_else(HttpError::entry_not_found)?;
        let card = Hub::card(at.id.kind, repo).ok_or_else(HttpError::entry_not_found)?;
        if !markdown::named_files(&card.body).images.contains(path) {
            return Err(HttpError::entry_not_found());
        }
        let entry = repo.files.file(repo.files.commit_id(at.revision())?, path)?;
        (repo.files.content(&entry).ok_or_else(HttpError::entry_not_found)?, kind)
    };
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let headers = headers.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect();
    Ok(download::send(&content, &request, headers))
}

/// The media type of an image, by its name.
pub(crate) fn kind_of(path: &str) -> Option<&'static str> {
    let extension = path.rsplit('/').next()?.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match extension.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "bmp" => "image/bmp",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}
