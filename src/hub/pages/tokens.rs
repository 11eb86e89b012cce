//! `/settings/tokens`: a user's access tokens.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};

use crate::hub::app::{App, Shared};
use crate::hub::pages::review::day;
use crate::hub::pages::{Frame, rejected, show};
use crate::hub::state::token::{Scope, Token, TokenRole};
use crate::hub::state::{Caller, Hub, HubError};
use crate::hub::web::auth::Visitor;
use crate::hub::web::error::HttpError;
use crate::hub::web::form::{Posted, value};
use crate::hub::web::response::see_other;

/// The page with the tokens.
#[derive(Template)]
#[template(path = "hub/tokens.html")]
struct TokensPage {
    frame: Frame,
    /// The secret of the token that was made just now: it is shown once.
    secret: Option<String>,
    tokens: Vec<TokenLine>,
}

struct TokenLine {
    name: String,
    hash: String,
    role: String,
    made: String,
    expires: Option<String>,
}

impl TokenLine {
    fn new(hash: String, token: &Token) -> Self {
        let role = match &token.role {
            TokenRole::Read => "READ".to_owned(),
            TokenRole::Write => "WRITE".to_owned(),
            TokenRole::FineGrained { scopes, can_read_gated_repos } => {
                let mut about: Vec<&str> = scopes.iter().map(|scope| scope.entity.as_str()).collect();
                about.extend(can_read_gated_repos.then_some("public gated repos"));
                format!("FINEGRAINED: {}", if about.is_empty() { "nothing".to_owned() } else { about.join(", ") })
            }
        };
        let name = if token.oauth { "Login by a client".to_owned() } else { token.display_name() };
        Self { name, hash, role, made: day(token.created_at), expires: token.expires_at.map(day) }
    }
}

impl TokensPage {
    fn new(hub: &Hub, caller: &Caller, frame: Frame) -> Result<Self, HttpError> {
        let tokens = hub.tokens_of(caller.required()?);
        let tokens = tokens.into_iter().map(|(hash, token)| TokenLine::new(hash, token));
        Ok(Self { frame, secret: None, tokens: tokens.collect() })
    }
}

/// `GET /settings/tokens`
pub(crate) async fn tokens_page(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    mut frame: Frame,
    Query(query): Query<Vec<(String, String)>>,
) -> Response {
    if value(&query, "done") == Some("revoked") {
        frame.notice = Some("The token was deleted.");
    }
    let hub = app.hub();
    show(frame, |frame| TokensPage::new(&hub, &caller, frame))
}

/// `POST /settings/tokens`: makes a token, or deletes the one that `revoke` names.
pub(crate) async fn change_tokens(
    State(app): State<Shared>,
    Visitor(caller): Visitor,
    frame: Frame,
    posted: Posted,
) -> Response {
    let hash = posted.value("revoke");
    let done = if hash.is_empty() {
        create(&app, &caller, &posted).map(Some)
    } else {
        app.hub_mut().revoke_token(&caller, hash).map(|()| None)
    };
    let hub = app.hub();
    match done {
        Ok(None) => see_other("/settings/tokens?done=revoked").into_response(),
        Ok(secret) => show(frame, |frame| Ok(TokensPage { secret, ..TokensPage::new(&hub, &caller, frame)? })),
        Err(error) => rejected(frame, error.into(), |frame| TokensPage::new(&hub, &caller, frame)),
    }
}

fn create(app: &App, caller: &Caller, posted: &Posted) -> Result<String, HubError> {
    let role = match posted.value("role") {
        "write" => TokenRole::Write,
        "fineGrained" => {
            let mut permissions = vec!["repo.content.read".to_owned()];
            permissions.extend((posted.value("write") == "true").then(|| "repo.write".to_owned()));
            let entities =
                posted.value("scopes").split([',', ' ', '\n']).map(str::trim).filter(|entity| !entity.is_empty());
            TokenRole::FineGrained {
                scopes: entities
                    .map(|entity| Scope { entity: entity.into(), permissions: permissions.clone() })
                    .collect(),
                can_read_gated_repos: posted.value("gated") == "true",
            }
        }
        _ => TokenRole::Read,
    };
    let secret = app.new_secret("hf_");
    let (mut hub, now) = app.hub_now();
    hub.create_token(caller, secret.clone(), posted.value("name"), role, now)?;
    Ok(secret)
}
