//! The pages' part of the routes: each handler looks at the state, draws a page, and answers forms with a 303 to the page
//! that shows what they did.

use axum::Router;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::collection::CollectionPage;
use super::gated_repos::GatedReposPage;
use super::home::{HomePage, LoginPage};
use super::repo::{BlobPage, Refused, RepoPage, TreePage};
use super::settings::{SettingsPage, Shown};
use super::{Frame, collection, html, media, mock, refusal, review, settings};
use crate::hub::http::answer::{self, see_other};
use crate::hub::http::caller::{Asker, RepoPath, Visitor};
use crate::hub::http::{Shared, identity, lock, payload};
use crate::hub::state::Country;
use crate::hub::state::{Caller, Hub, HubError, Name, RepoId};

/// The routes of every page.
pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/", get(home))
        .route("/login", get(login))
        .route("/join", get(login))
        .route("/settings/gated-repos", get(gated_repos).post(cancel))
        .route("/collections/{ns}/{slug}", get(collection_page).post(save_collection))
        .route("/{account}", get(account))
        .route("/{kind}/{ns}/{name}", get(repo))
        // The mock draws no discussions: their address leads to the repo.
        .route("/{kind}/{ns}/{name}/discussions", get(repo))
        .route("/{kind}/{ns}/{name}/tree/{revision}", get(tree))
        .route("/{kind}/{ns}/{name}/tree/{revision}/{*path}", get(tree))
        .route("/{kind}/{ns}/{name}/blob/{revision}/{*path}", get(blob))
        .route("/{kind}/{ns}/{name}/media/{revision}/{*path}", get(media::media))
        .route("/{kind}/{ns}/{name}/settings", get(settings_page).post(save_settings))
        .route("/{kind}/{ns}/{name}/settings/access-requests", get(settings_page).post(review_requests))
        .route("/_mock", get(mock::page).post(mock::act))
        .route("/_mock/style.css", get(stylesheet))
        .route("/_mock/live.js", get(script))
        .route("/_mock/preview", get(preview))
        .route("/preview", get(open_preview))
}

/// What a form holds, in order, names repeated.
pub(super) struct Posted(pub(super) Vec<(String, String)>);

impl FromRequest<Shared> for Posted {
    type Rejection = HubError;

    async fn from_request(request: Request, _: &Shared) -> Result<Self, HubError> {
        let bytes = payload::read(request.into_body(), payload::LIMIT).await?;
        Ok(Self(form_urlencoded::parse(&bytes).into_owned().collect()))
    }
}

impl Posted {
    /// The last value of a name, trimmed; empty where there is none.
    pub(super) fn value(&self, name: &str) -> &str {
        value(&self.0, name).unwrap_or_default()
    }
}

/// The last value of a name, trimmed.
pub(super) fn value<'a>(posted: &'a [(String, String)], name: &str) -> Option<&'a str> {
    posted.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.trim())
}

impl Frame {
    /// Around the page for an address that leads nowhere.
    pub(crate) fn lost(extensions: &Extensions, uri: &Uri) -> Self {
        let viewer = extensions.get::<Asker>().and_then(|asker| asker.visitor().user.as_ref()).map(ToString::to_string);
        let here = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Self { viewer, here, ..Self::default() }
    }
}

impl FromRequestParts<Shared> for Frame {
    type Rejection = HubError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, HubError> {
        let Visitor(caller) = Visitor::from_request_parts(parts, app).await?;
        Ok(Self {
            viewer: caller.user.map(|user| user.to_string()),
            here: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            panel: lock(&app.panel).clone(),
            ..Self::default()
        })
    }
}

/// A page, or the page that says why there is none.
fn show<P: askama::Template>(frame: Frame, draw: impl FnOnce(Frame) -> Result<P, HubError>) -> Response {
    match draw(frame.clone()) {
        Ok(page) => html(StatusCode::OK, &page),
        Err(error) => refusal::answer(frame, error),
    }
}

async fn home(State(app): State<Shared>, Visitor(caller): Visitor, frame: Frame) -> Response {
    let page = HomePage::new(&app.hub(), &caller, frame, None);
    html(StatusCode::OK, &page)
}

/// The page of a user or an organization.
async fn account(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let name = Name::from(name.as_str());
    let page = {
        let hub = app.hub();
        let known = hub.users.contains_key(&name) || hub.organizations.contains_key(&name);
        known.then(|| HomePage::new(&hub, &caller, frame, Some(&name)))
    };
    match page {
        Some(page) => html(StatusCode::OK, &page),
        None => answer::unmatched(request.method().clone(), request.uri().clone(), request.extensions().clone()).await,
    }
}

#[derive(serde::Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn login(State(app): State<Shared>, frame: Frame, Query(Next { next }): Query<Next>) -> Response {
    let page = LoginPage::new(&app.hub(), frame, &next);
    html(StatusCode::OK, &page)
}

async fn repo(State(app): State<Shared>, Visitor(caller): Visitor, frame: Frame, path: RepoPath) -> Response {
    let hub = app.hub();
    if let Some(id) = hub.moved.get(&path.id) {
        return see_other(&format!("/{}", id.path()));
    }
    show(frame, |frame| RepoPage::new(&hub, &caller, frame, &path.id, Refused::default()))
}

/// The page that an access request comes from: a browser gets a refused form back, other clients the error itself.
pub(crate) struct AskPage {
    frame: Frame,
    visitor: Caller,
    html: bool,
    /// The site as the browser calls it.
    site: Option<String>,
}

impl FromRequestParts<Shared> for AskPage {
    type Rejection = HubError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, HubError> {
        let Visitor(visitor) = Visitor::from_request_parts(parts, app).await?;
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let html = visitor.user.is_some() && text(header::ACCEPT).is_some_and(|accept| accept.contains("text/html"));
        let site = text(header::HOST).filter(|_| html).map(|host| format!("http://{host}"));
        Ok(Self { frame: Frame::from_request_parts(parts, app).await?, visitor, html, site })
    }
}

impl AskPage {
    /// The site as the browser calls it; `None` for other clients.
    pub(crate) fn site(&self) -> Option<&str> {
        self.site.as_deref()
    }

    /// The answer to a request that was refused.
    pub(crate) fn refused(
        mut self,
        hub: &Hub,
        id: &RepoId,
        posted: &[(String, String)],
        error: HubError,
    ) -> Result<Response, HubError> {
        let Some((_, repo)) = hub.visible(&self.visitor, id).ok().filter(|_| self.html) else { return Err(error) };
        let location = self.visitor.location.as_ref().map(Country::as_str);
        let problems = match Hub::gate_form(id, repo).accept(posted, location) {
            Err(mistakes) if error.status == 400 => mistakes.problems,
            _ => Vec::new(),
        };
        if problems.is_empty() {
            self.frame.alert = Some(error.message.clone());
        }
        self.frame.here = format!("/{}", id.path());
        let page = RepoPage::new(hub, &self.visitor, self.frame, id, Refused { posted, problems: &problems })?;
        Ok(html(StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST), &page))
    }
}

async fn tree(State(app): State<Shared>, Visitor(caller): Visitor, frame: Frame, path: RepoPath) -> Response {
    let hub = app.hub();
    show(frame, |frame| TreePage::new(&hub, &caller, frame, &path.id, path.revision(), path.path()))
}

async fn blob(State(app): State<Shared>, Visitor(caller): Visitor, frame: Frame, path: RepoPath) -> Response {
    let hub = app.hub();
    show(frame, |frame| BlobPage::new(&hub, &caller, frame, &path.id, path.revision(), path.path()))
}

async fn settings_page(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    path: RepoPath,
    Query(shown): Query<Shown>,
) -> Response {
    let hub = app.hub();
    show(frame, |frame| SettingsPage::new(&hub, &caller, frame, &path.id, &shown))
}

async fn save_settings(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    path: RepoPath,
    Posted(posted): Posted,
) -> Response {
    let mut hub = app.hub_mut();
    match settings::save(&mut hub, &caller, &path.id, &posted) {
        Ok(done) => see_other(&format!("{}?done={done}", settings_path(&path.id))),
        Err(error) => {
            refused(frame, error, |frame| SettingsPage::new(&hub, &caller, frame, &path.id, &Shown::default()))
        }
    }
}

async fn review_requests(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    path: RepoPath,
    posted: Posted,
) -> Response {
    let (mut hub, now) = app.hub_now();
    let shown = Shown::after(&posted);
    match review::act(&mut hub, &caller, &path.id, &posted.0, now) {
        Ok(done) => see_other(&format!("{}?{}", settings_path(&path.id), shown.query(done))),
        Err(error) => refused(frame, error, |frame| SettingsPage::new(&hub, &caller, frame, &path.id, &shown)),
    }
}

fn settings_path(id: &RepoId) -> String {
    format!("/{}/settings", id.path())
}

async fn gated_repos(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let hub = app.hub();
    let cancelled = value(&query, "done") == Some("cancelled");
    show(frame, |frame| GatedReposPage::new(&hub, &caller, frame, cancelled))
}

async fn cancel(State(app): State<Shared>, Visitor(caller): Visitor, frame: Frame, posted: Posted) -> Response {
    let mut hub = app.hub_mut();
    match hub.cancel_request(&caller, &super::gated_repos::repo_at(posted.value("cancel"))) {
        Ok(()) => see_other("/settings/gated-repos?done=cancelled"),
        Err(error) => refused(frame, error, |frame| GatedReposPage::new(&hub, &caller, frame, false)),
    }
}

async fn collection_page(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    Path((owner, slug)): Path<(String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    let hub = app.hub();
    let saved = value(&query, "done") == Some("saved");
    show(frame, |frame| CollectionPage::new(&hub, &caller, frame, &format!("{owner}/{slug}"), saved))
}

async fn save_collection(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    Path((owner, slug)): Path<(String, String)>,
    Posted(posted): Posted,
) -> Response {
    let mut hub = app.hub_mut();
    let slug = format!("{owner}/{slug}");
    match collection::save(&mut hub, &caller, &slug, &posted) {
        Ok(()) => see_other(&format!("/collections/{slug}?done=saved")),
        Err(error) => refused(frame, error, |frame| CollectionPage::new(&hub, &caller, frame, &slug, false)),
    }
}

/// The page that a refused form stands on, with the reason above it; the page of the error where that is not for the
/// caller either.
pub(super) fn refused<P: askama::Template>(
    mut frame: Frame,
    error: HubError,
    draw: impl FnOnce(Frame) -> Result<P, HubError>,
) -> Response {
    let plain = frame.clone();
    frame.alert = Some(error.message.clone());
    match draw(frame) {
        Ok(page) if !matches!(error.status, 401 | 403) => {
            html(StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST), &page)
        }
        _ => refusal::answer(plain, error),
    }
}

async fn stylesheet() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")],
        include_str!("../../../templates/hub/style.css"),
    )
}

async fn script() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")],
        include_str!("../../../templates/hub/live.js"),
    )
}

/// Which version of the previewed card the pages show; their script asks.
async fn preview(State(app): State<Shared>) -> Result<Response, HubError> {
    let version = lock(&app.panel).as_ref().map(|panel| panel.version).ok_or_else(no_preview)?;
    Ok(answer::json(&serde_json::json!({ "version": version })))
}

/// The page that the previewed card makes, as its reader sees it unless somebody is logged in.
async fn open_preview(State(app): State<Shared>, Visitor(caller): Visitor) -> Result<Response, HubError> {
    let (page, reader) = {
        let panel = lock(&app.panel);
        let panel = panel.as_ref().ok_or_else(no_preview)?;
        (panel.page.clone(), panel.reader.clone())
    };
    if caller.user.is_some() {
        return Ok(see_other(&page));
    }
    identity::log_in_as(&mut app.hub_mut(), &reader, &page)
}

fn no_preview() -> HubError {
    HubError::not_found("No card is being previewed")
}
