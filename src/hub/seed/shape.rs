//! The maps of a seed and their keys. `schemas/hub-seed.schema.json` says what may be behind each; a test keeps the two in
//! step.

/// A kind of map in a seed.
#[derive(Debug)]
pub struct Shape {
    /// What it is called in messages.
    pub noun: &'static str,
    /// What it is called in the `$defs` of the schema; the seed itself is the schema's root.
    pub name: &'static str,
    /// Every key that it may have.
    pub keys: &'static [&'static str],
}

macro_rules! shapes {
    ($($name:ident = $noun:literal, $def:literal, [$($key:literal),*];)*) => {
        $(pub(super) static $name: Shape = Shape { noun: $noun, name: $def, keys: &[$($key),*] };)*
        /// Every kind of map in a seed.
        pub static SHAPES: &[&Shape] = &[$(&$name),*];
    };
}

shapes! {
    SEED = "a seed", "",
        ["users", "organizations", "repos", "collections", "now", "downloads", "large_downloads"];
    USER = "a user", "user",
        ["name", "tokens", "email", "fullname", "location", "trusted_publishers"];
    TOKEN = "a token", "token", ["token", "role", "scopes", "can_read_gated_repos", "name"];
    SCOPE = "a scope", "scope", ["entity", "permissions"];
    PUBLISHER = "a trusted publisher", "trusted_publisher", ["provider", "claims", "issuer"];
    ORGANIZATION = "an organization", "organization",
        ["name", "members", "plan", "fullname", "default_visibility", "token_policy", "approved_tokens",
            "revoked_tokens", "blocked", "resource_groups"];
    RESOURCE_GROUP = "a resource group", "resource_group", ["name", "members"];
    MEMBER = "a member", "member", ["user", "role"];
    REPO = "a repo", "repo",
        ["id", "type", "gated", "files", "access_requests", "private", "org_members_gated", "notifications",
            "trusted_publishers", "requesters", "converted", "resource_group"];
    BLOCKED = "`blocked`", "blocked", ["countries", "regions", "enforcement"];
    NOTIFICATIONS = "`notifications`", "notifications", ["mode", "email"];
    FILE = "a file", "file", ["text", "base64", "lfs"];
    REQUEST = "an access request", "access_request",
        ["user", "status", "fields", "timestamp", "reviewed_at", "rejection_reason", "reset_reason", "granted_by"];
    COLLECTION = "a collection", "collection", ["title", "namespace", "items", "gating", "private", "description",
            "resource_group"];
    ITEM = "an item", "item", ["type", "id", "note"];
    GATING = "the gating of a collection", "gating", ["mode", "notifications"];
}
