//! Every route, in one list.

use axum::Router;
use axum::routing::{MethodRouter, delete, get, patch, post, put};

use super::api;
use super::app::Shared;
use super::pages;
use super::web::address::{RepoAddress, Words};
use super::web::{repo_path, response};

/// Paths that the Hub serves and the mock does not: they are not the pages of repos.
const UNSERVED: [&str; 33] = [
    "/models",
    "/datasets",
    "/spaces",
    "/organizations",
    "/new",
    "/v1",
    "/v2",
    "/docs",
    "/static",
    "/papers",
    "/blog",
    "/posts",
    "/.well-known",
    "/buckets",
    "/jobs",
    "/kernels",
    "/uploads",
    "/api/spaces/hardware",
    "/api/spaces/semantic-search",
    "/api/spaces/templates",
    "/api/spaces/zero-gpu/quota",
    "/{kind}/{ns}/{name}/blame/{revision}",
    "/{kind}/{ns}/{name}/commits/{revision}",
    "/{kind}/{ns}/{name}/commit/{revision}",
    "/{kind}/{ns}/{name}/edit/{revision}",
    "/{kind}/{ns}/{name}/resolve-cache",
    "/api/{kind}/{ns}/{name}/parquet",
    "/api/{kind}/{ns}/{name}/treesize/{revision}",
    "/api/{kind}/{ns}/{name}/scan",
    "/api/{kind}/{ns}/{name}/croissant",
    "/api/{kind}/{ns}/{name}/secrets",
    "/api/{kind}/{ns}/{name}/variables",
    "/api/{kind}/{ns}/{name}/commit/{revision}",
];

/// Routes, their patterns, and the words in them.
pub(crate) struct Routes {
    app: Shared,
    /// Those of a repo, found by what follows its name.
    pub(crate) repos: Router,
    pub(crate) others: Router,
    pub(crate) patterns: Vec<&'static str>,
    pub(crate) words: Words,
}

impl Routes {
    /// Each gets its state at once: a router that gets one is built a second time.
    fn route(mut self, pattern: &'static str, handlers: MethodRouter<Shared>) -> Self {
        self.words.learn(pattern);
        self.patterns.push(pattern);
        let handlers = handlers.with_state(self.app.clone());
        match RepoAddress::route(pattern) {
            Some(route) => self.repos = self.repos.route(&route, handlers),
            None => self.others = self.others.route(pattern, handlers),
        }
        self
    }

    /// The routes of a running mock.
    pub(crate) fn of(app: Shared) -> Self {
        let routes = routes(app);
        let ended =
            |router: Router| router.fallback(response::unmatched).method_not_allowed_fallback(response::unmatched);
        Self { repos: ended(routes.repos), others: ended(routes.others), ..routes }
    }
}

/// Every route.
#[expect(clippy::too_many_lines, reason = "one list, so that a route is found")]
fn routes(app: Shared) -> Routes {
    let mut routes =
        Routes { app, repos: Router::new(), others: Router::new(), patterns: Vec::new(), words: Words::default() };
    for pattern in UNSERVED {
        routes.words.learn(pattern);
    }
    routes
        // Who is asking
        .route("/api/agent-harnesses", get(api::identity::agent_harnesses))
        .route("/api/whoami-v2", get(api::identity::whoami))
        .route("/oauth/device", post(api::oauth::device).get(pages::device::device_page))
        .route("/oauth/device/authorize", post(pages::device::decide))
        .route("/oauth/token", post(api::oauth::token))
        .route("/oauth/userinfo", get(api::oauth::userinfo).post(api::oauth::userinfo))
        .route("/api/credentials/revoke", post(api::oauth::revoke))
        .route("/settings/tokens", get(pages::tokens::tokens_page).post(pages::tokens::change_tokens))
        .route("/api/settings/notifications", patch(api::accounts::notifications))
        .route("/api/telemetry/{*topic}", get(api::identity::telemetry))
        .route("/api/users/{user}/overview", get(api::accounts::user))
        .route("/api/users/{user}/likes", get(api::likes::likes_of))
        .route("/api/users/{user}/followers", get(api::likes::follows))
        .route("/api/users/{user}/following", get(api::likes::follows))
        .route("/api/organizations/{org}/overview", get(api::accounts::organization))
        .route("/api/organizations/{org}/members", get(api::accounts::members))
        .route("/api/organizations/{org}/followers", get(api::accounts::followers))
        .route("/api/organizations/{org}/members/{user}/role", put(api::accounts::change_role))
        .route("/api/organizations/{org}/resource-groups", get(api::resource_groups::list))
        .route("/api/organizations/{org}/resource-groups/{group}", get(api::resource_groups::get))
        .route("/api/quicksearch", get(api::accounts::quicksearch))
        .route("/avatars/{picture}", get(api::accounts::avatar))
        // Access requests
        .route("/api/{kind}/{ns}/{name}/auth-check", get(api::access::auth_check))
        .route("/api/{kind}/{ns}/{name}/auth-check/write", get(api::access::auth_check_write))
        .route("/api/{kind}/{ns}/{name}/user-access-request/handle", post(api::access::handle))
        .route("/api/{kind}/{ns}/{name}/user-access-request/batch", post(api::access::batch))
        .route("/api/{kind}/{ns}/{name}/user-access-request/grant", post(api::access::grant))
        .route("/api/{kind}/{ns}/{name}/user-access-request/cancel", post(api::access::cancel))
        .route("/api/{kind}/{ns}/{name}/user-access-request/{status}", get(api::access_request_list::list))
        .route("/{kind}/{ns}/{name}/ask-access", post(pages::ask::ask).get(repo_path::no_page))
        .route("/{kind}/{ns}/{name}/user-access-report", get(api::access_report::report))
        // Settings of a repo
        .route("/api/{kind}/{ns}/{name}/settings", put(api::settings::change).get(repo_path::no_page))
        // Repos
        .route("/api/repos/create", post(api::repos::create))
        .route("/api/repos/delete", delete(api::repos::delete))
        .route("/api/repos/move", post(api::repos::rename))
        .route("/api/settings/repositories", get(api::repos::own_storage))
        .route("/api/organizations/{org}/settings/repositories", get(api::repos::organization_storage))
        .route("/api/{kind}", get(api::repos::list))
        .route("/api/{kind}/{ns}/{name}", get(api::repos::info))
        .route("/api/{kind}/{ns}/{name}/revision/{revision}", get(api::repos::info))
        .route(
            "/api/{kind}/{ns}/{name}/resource-group",
            get(api::resource_groups::of_repo).post(api::resource_groups::assign),
        )
        .route("/api/{kind}/{ns}/{name}/likers", get(api::likes::likers))
        .route("/api/{kind}/{ns}/{name}/like", post(api::likes::like).delete(api::likes::unlike))
        .route("/api/{kind}/{ns}/{name}/duplicate", post(api::duplicate::duplicate))
        .route("/api/{kind}/{ns}/{name}/leaderboard", get(api::leaderboard::leaderboard))
        .route("/api/models-tags-by-type", get(api::tags::of_models))
        .route("/api/datasets-tags-by-type", get(api::tags::of_datasets))
        // What is in them
        .route("/api/{kind}/{ns}/{name}/tree/{revision}", get(api::tree::tree))
        .route("/api/{kind}/{ns}/{name}/tree/{revision}/", get(api::tree::tree))
        .route("/api/{kind}/{ns}/{name}/tree/{revision}/{*path}", get(api::tree::tree))
        .route("/api/{kind}/{ns}/{name}/paths-info/{revision}", post(api::tree::paths_info))
        .route("/api/{kind}/{ns}/{name}/refs", get(api::tree::refs))
        .route("/api/{kind}/{ns}/{name}/commits/{revision}", get(api::tree::commits))
        .route("/api/{kind}/{ns}/{name}/compare/{range}", get(api::tree::compare))
        .route("/api/{kind}/{ns}/{name}/lfs-files", get(api::lfs_files::list))
        .route("/api/{kind}/{ns}/{name}/lfs-files/batch", post(api::lfs_files::delete_all))
        .route("/api/{kind}/{ns}/{name}/lfs-files/duplicate", post(api::duplicate::large_files))
        .route("/api/{kind}/{ns}/{name}/lfs-files/{sha}", delete(api::lfs_files::delete))
        .route(
            "/api/{kind}/{ns}/{name}/branch/{*branch}",
            post(api::refs::create_branch).delete(api::refs::delete_branch),
        )
        .route("/api/{kind}/{ns}/{name}/tag/{*tag}", post(api::refs::create_tag).delete(api::refs::delete_tag))
        .route("/api/{kind}/{ns}/{name}/super-squash/{revision}", post(api::refs::super_squash))
        // Commits
        .route("/api/{kind}/{ns}/{name}/preupload/{revision}", post(api::commit::preupload))
        .route("/api/{kind}/{ns}/{name}/commit/{revision}", post(api::commit::commit))
        // Large files
        .route("/{kind}/{ns}/{name}/info/lfs/objects/batch", post(api::lfs::batch))
        .route("/{kind}/{ns}/{name}/info/lfs/locks", get(api::lfs::locks).post(api::lfs::locks))
        .route("/{kind}/{ns}/{name}/info/lfs/locks/verify", post(api::lfs::locks))
        .route("/{kind}/{ns}/{name}/info/lfs/locks/{lock}/unlock", post(api::lfs::locks))
        .route("/_lfs/{repo}/{oid}", get(api::lfs::get).put(api::lfs::put).post(api::lfs::post))
        .route("/api/{kind}/{ns}/{name}/xet-write-token/{revision}", get(api::xet::write_token))
        .route("/api/{kind}/{ns}/{name}/xet-read-token/{revision}", get(api::xet::read_token))
        // Each age of the clients has its own words for the same.
        .route("/_xet/{run}/v1/xorbs/{prefix}/{hash}", post(api::xet::put_xorb))
        .route("/_xet/{run}/v1/xorb/{prefix}/{hash}", post(api::xet::put_xorb))
        .route("/_xet/{run}/xorb/{prefix}/{hash}", post(api::xet::put_xorb))
        .route("/_xet/{run}/v1/shards", post(api::xet::put_shard))
        .route("/_xet/{run}/v1/shard", post(api::xet::put_shard))
        .route("/_xet/{run}/shards", post(api::xet::put_shard))
        .route("/_xet/{run}/shard/{prefix}/{hash}", post(api::xet::put_shard))
        .route("/_xet/{run}/v1/telemetry", post(api::xet::telemetry))
        .route("/_xet/{run}/v2/shards", post(api::xet::put_shard_streaming))
        .route("/_xet/{run}/v2/reconstructions/{file}", get(api::xet_download::reconstruction_2))
        .route("/_xet/{run}/v1/reconstructions/{file}", get(api::xet_download::reconstruction))
        .route("/_xet/{run}/reconstructions/{file}", get(api::xet_download::reconstruction))
        .route("/_xet/{run}/reconstruction/{file}", get(api::xet_download::reconstruction))
        .route("/_xet/{run}/data/{repo}/{file}/{xorb}", get(api::xet_download::xorb))
        .route("/_xet/{run}/v1/chunks/{prefix}/{hash}", get(api::xet::nothing))
        .route("/_xet/{run}/v1/chunk/{prefix}/{hash}", get(api::xet::nothing))
        .route("/_xet/{run}/chunk/{prefix}/{hash}", get(api::xet::nothing))
        .route("/_xet/{run}/v1/xorb-grants/{prefix}/{hash}", post(api::xet::nothing))
        // Git
        .route("/{kind}/{ns}/{name}/info/refs", get(api::git::advertise))
        .route("/{kind}/{ns}/{name}/git-upload-pack", post(api::git::fetch))
        .route("/{kind}/{ns}/{name}/git-receive-pack", post(api::git::push))
        // Discussions and pull requests
        .route("/api/{kind}/{ns}/{name}/discussions", get(api::discussions::list).post(api::discussions::open))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}", get(api::discussions::details))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}/comment", post(api::discussions::comment))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}/comment/{comment}/edit", post(api::discussions::edit))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}/title", post(api::discussions::title))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}/status", post(api::discussions::status))
        .route("/api/{kind}/{ns}/{name}/discussions/{number}/merge", post(api::discussions::merge))
        // Collections
        .route("/api/collections", get(api::collections::list).post(api::collections::create))
        .route(
            "/api/collections/{ns}/{slug}",
            get(api::collections::get).patch(api::collections::change).delete(api::collections::delete),
        )
        .route("/api/collections/{ns}/{slug}/items", post(api::collections::add_item))
        .route("/api/collections/{ns}/{slug}/resource-group", post(api::collections::assign))
        .route(
            "/api/collections/{ns}/{slug}/items/{item}",
            patch(api::collections::change_item).delete(api::collections::delete_item),
        )
        // Files
        .route("/{kind}/{ns}/{name}/resolve/{revision}/{*path}", get(api::files::resolve))
        .route("/{kind}/{ns}/{name}/raw/{revision}/{*path}", get(api::files::raw))
        .route("/api/resolve-cache/{kind}/{*rest}", get(api::files::resolve_cache))
        // Cards
        .route("/api/validate-yaml", post(api::validate::validate_yaml))
        // Control of the mock
        .route("/_mock/health", get(api::mock_control::health))
        .route("/_mock/reset", post(api::mock_control::reset))
        .route("/_mock/state", get(api::mock_control::state).put(api::mock_control::replace_state))
        .route("/_mock/requests", get(api::mock_control::requests).delete(api::mock_control::forget_requests))
        .route("/_mock/requests/count", get(api::mock_control::count_requests))
        .route("/_mock/tokens", get(api::mock_control::tokens))
        .route("/_mock/logins", get(api::mock_control::logins).post(api::mock_control::decide_login))
        .route("/_mock/snapshots", get(api::mock_control::snapshots))
        .route("/_mock/snapshots/{name}", post(api::mock_control::save_snapshot))
        .route("/_mock/snapshots/{name}/restore", post(api::mock_control::restore_snapshot))
        .route("/_mock/outbox", get(api::mock_control::outbox))
        .route("/_mock/clock", get(api::mock_control::clock).post(api::mock_control::move_clock))
        .route(
            "/_mock/faults",
            get(api::mock_control::faults).post(api::mock_control::add_fault).delete(api::mock_control::remove_faults),
        )
        // Pages
        .route("/", get(pages::home::home))
        .route("/login", get(pages::login::login).post(pages::login::log_in))
        .route("/logout", post(pages::login::log_out))
        .route("/join", get(pages::login::login))
        .route("/settings/gated-repos", get(pages::gated_repos::gated_repos).post(pages::gated_repos::cancel))
        .route(
            "/collections/{ns}/{slug}",
            get(pages::collection::collection_page).post(pages::collection::save_collection),
        )
        .route("/{account}", get(pages::home::account))
        .route("/{kind}/{ns}/{name}", get(pages::repo::repo))
        // The mock draws no discussions: their address leads to the repo.
        .route("/{kind}/{ns}/{name}/discussions", get(pages::repo::repo))
        .route("/{kind}/{ns}/{name}/tree/{revision}", get(pages::files::tree))
        .route("/{kind}/{ns}/{name}/tree/{revision}/{*path}", get(pages::files::tree))
        .route("/{kind}/{ns}/{name}/blob/{revision}/{*path}", get(pages::files::blob))
        .route("/{kind}/{ns}/{name}/media/{revision}/{*path}", get(pages::card_image::media))
        .route("/{kind}/{ns}/{name}/settings", get(pages::settings::settings_page).post(pages::settings::save_settings))
        .route(
            "/{kind}/{ns}/{name}/settings/access-requests",
            get(pages::settings::settings_page).post(pages::settings::review_requests),
        )
        .route("/_mock", get(pages::dashboard::page).post(pages::dashboard::act))
        .route("/_mock/style.css", get(pages::assets::stylesheet))
        .route("/_mock/live.js", get(pages::assets::live_script))
        .route("/_mock/dialog.js", get(pages::assets::dialog_script))
        .route("/_mock/preview", get(pages::preview_panel::version))
        .route("/_mock/preview/fix", post(pages::preview_panel::fix))
        .route("/_mock/preview/form", post(pages::preview_panel::show_form))
        .route("/preview", get(pages::preview_panel::open))
}
