//! The pages of the mock Hub: the gate form of every gating card of the fixtures, as it is drawn.

use std::fmt::Write as _;
use std::path::Path;

use cardlint::card::Card;
use cardlint::gate::{FieldKind, FieldProblem, GateForm};
use cardlint::hub::pages::gate_box::{GateBox, GateReader};
use cardlint::hub::{MockHub, Seed};
use cardlint::source::SourceFile;

use crate::hub_client::{Client, start};
use crate::run::files_below;

fn form(text: &str) -> GateForm {
    Card::read(SourceFile::new("README.md", text), None).gate_form()
}

fn asked(form: &GateForm) -> String {
    let reader = GateReader::MayAsk { reset: false, posted: &[], problems: &[] };
    GateBox::new(form, "dataset", "/datasets/ana/voices", false, reader).to_string()
}

/// Leaves three countries of each dropdown.
fn shorten(html: &str) -> String {
    let mut short = String::new();
    let mut left_out = 0;
    for line in html.lines() {
        let country =
            line.trim_start().starts_with("<option value=\"") && line.trim_start().as_bytes().get(17) == Some(&b'"');
        if country && !["AF", "FR", "ZW"].iter().any(|code| line.contains(&format!("\"{code}\""))) {
            left_out += 1;
            continue;
        }
        if left_out > 0 {
            let _ = writeln!(short, "    … {left_out} countries");
            left_out = 0;
        }
        short.push_str(line);
        short.push('\n');
    }
    short
}

#[test]
fn the_form_of_every_gating_card_is_drawn() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/gate_forms");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let mut drawn = 0;
    for path in files_below(&fixtures, "md") {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let form = form(&text);
        if form == GateForm::default() {
            continue;
        }
        drawn += 1;
        let html = asked(&form);
        each_field_stands_once(&form, &html, &path);
        let name = path
            .strip_prefix(&fixtures)
            .unwrap_or(&path)
            .with_extension("")
            .display()
            .to_string()
            .replace(['/', '\\'], "-");
        settings.bind(|| insta::assert_snapshot!(name, shorten(&html)));
    }
    assert!(drawn > 5, "only {drawn} gating cards");
}

fn each_field_stands_once(form: &GateForm, html: &str, card: &Path) {
    for field in &form.fields {
        let same =
            form.fields.iter().filter(|other| other.label.text == field.label.text && drawn(&other.kind)).count();
        let name = format!(" name=\"{}\"", escaped(&field.label.text));
        assert_eq!(html.matches(&name).count(), same, "{:?} in {}", field.label.text, card.display());
    }
    let controls = form.fields.iter().filter(|field| drawn(&field.kind)).count();
    assert_eq!(html.matches("<div class=\"field\">").count(), controls, "{}", card.display());
}

fn drawn(kind: &FieldKind) -> bool {
    *kind != FieldKind::IpLocation
}

fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;").replace('\'', "&#39;")
}

#[test]
fn without_keys_the_box_says_the_words_of_the_hub() {
    let html = asked(&GateForm::default());
    for words in [
        "You need to agree to share your contact information to access this dataset",
        "This repository is publicly accessible, but you have to accept the conditions to access its files and content.",
        "By agreeing you accept to share your contact information (email and username) with the repository authors.",
        "Agree and send request to access repo",
    ] {
        assert!(html.contains(words), "{words} in {html}");
    }
    let reader = GateReader::MayAsk { reset: false, posted: &[], problems: &[] };
    let automatic = GateBox::new(&GateForm::default(), "model", "/ana/model", true, reader).to_string();
    assert!(automatic.contains("Agree and access repository"), "{automatic}");
    assert!(
        automatic.contains("to access this model") && automatic.contains("action=\"/ana/model/ask-access?next="),
        "{automatic}"
    );
}

#[test]
fn the_keys_of_the_card_override_each_default() {
    let form = form(
        "---\nextra_gated_heading: Acknowledge the terms\nextra_gated_description: Read **all** of it\n\
         extra_gated_prompt: |\n  ## Terms\n  - be kind\nextra_gated_button_content: I agree\n---\n",
    );
    let html = asked(&form);
    for words in ["Acknowledge the terms", "Read <strong>all</strong> of it", "<li>be kind</li>", "I agree</button>"] {
        assert!(html.contains(words), "{words} in {html}");
    }
    assert!(!html.contains("You need to agree") && !html.contains("Agree and send"), "{html}");
}

#[test]
fn a_form_with_mistakes_keeps_what_was_typed() {
    let form = form(
        "---\nextra_gated_fields:\n  Company: text\n  Country: country\n  Use:\n    type: select\n    options: [Research, {label: Other, value: other}]\n  I agree: checkbox\n---\n",
    );
    let posted =
        [("Company".into(), "A & \"B\"".into()), ("Country".into(), "PT".into()), ("Use".into(), "other".into())];
    let problems = [FieldProblem { label: "I agree".into(), message: "must be ticked".into() }];
    let reader = GateReader::MayAsk { reset: false, posted: &posted, problems: &problems };
    let html = GateBox::new(&form, "dataset", "/datasets/ana/voices", false, reader).to_string();
    for words in [
        "value=\"A &#38; &#34;B&#34;\"",
        "<option value=\"PT\" selected>",
        "<option value=\"other\" selected>Other</option>",
        "aria-describedby=\"field-4-mistake\" aria-invalid=\"true\"",
        "<a href=\"#field-4\" dir=\"auto\">I agree</a> must be ticked",
    ] {
        assert!(html.contains(words), "{words} in {html}");
    }
    assert_eq!(html.matches("aria-invalid").count(), 1, "{html}");
}

// fidelity: raw-html
#[test]
fn hostile_cards_do_no_harm() {
    let many: String = (0..300).fold(String::new(), |mut fields, number| {
        let _ = writeln!(fields, "  \"Question {number} <script>alert({number})</script>\": text");
        fields
    });
    let long = "x".repeat(5_000);
    let text = format!(
        "---\nextra_gated_heading: <script>alert(1)</script>\nextra_gated_prompt: |\n  <img src=x onerror=alert(1)>\n\n  [click](javascript:alert(1))\n\
         extra_gated_button_content: '</button><script>alert(1)</script>'\nextra_gated_fields:\n  '\"><script>alert(1)</script>': checkbox\n  \
         'שלום 👋🏽': text\n  {long}: text\n  pick:\n    type: select\n    options: ['</select><script>alert(1)</script>']\n{many}---\n"
    );
    let form = form(&text);
    assert_eq!(form.fields.len(), 304);
    let html = asked(&form);
    for harm in ["<script", "onerror", "javascript:", "</button><"] {
        assert!(!html.contains(harm), "{harm} in the form");
    }
    each_field_stands_once(&form, &html, Path::new("hostile"));
}

// fidelity: form-by-state
#[test]
fn each_state_has_its_words() {
    let form = GateForm::default();
    let said = |reader| GateBox::new(&form, "dataset", "/datasets/ana/voices", false, reader).to_string();
    let states = [
        (GateReader::LoggedOut, "Sign Up</a> to review the conditions and access this dataset content."),
        (GateReader::Pending, "has been submitted and is awaiting a review from the repository authors."),
        (GateReader::Granted, "You have been granted access to this dataset"),
        (GateReader::Rejected(Some("not <b>now</b>")), "not &#60;b&#62;now&#60;/b&#62;"),
        (GateReader::Rejected(None), "Your request to access this repo has been rejected by the repo's authors."),
        (GateReader::Barred("Not from here."), "Not from here."),
    ];
    for (reader, words) in states {
        let html = said(reader);
        assert!(html.contains(words), "{words} in {html}");
        assert!(!html.contains("<form"), "{html}");
    }
    let reset = said(GateReader::MayAsk { reset: true, posted: &[], problems: &[] });
    assert!(reset.contains("has been reset by the repo's authors") && reset.contains("<form"), "{reset}");
}

/// Sends a request of a browser, or of a client where `accept` is not HTML; the whole answer.
fn send(hub: &MockHub, request: &str, headers: &str, body: &str) -> String {
    let address = hub.endpoint().trim_start_matches("http://");
    let length = body.len();
    let kind = "application/x-www-form-urlencoded";
    let text = format!(
        "{request} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    );
    String::from_utf8_lossy(&Client::new(hub).raw(text.as_bytes())).into_owned()
}

/// The cookie of a user who logs in.
fn session(hub: &MockHub, user: &str) -> String {
    let answer = send(hub, "POST /login", "", &format!("user={user}&next=//elsewhere.example"));
    assert!(answer.starts_with("HTTP/1.1 303") && answer.contains("location: /\r\n"), "{answer}");
    let cookie = answer.split("set-cookie: ").nth(1).and_then(|rest| rest.split(';').next()).unwrap_or_default();
    format!("Cookie: {cookie}\r\nAccept: text/html\r\n")
}

#[test]
fn a_browser_gets_its_form_back_and_a_client_the_error() {
    let hub = MockHub::start(Seed::default()).expect("a port is free");
    let ask = "POST /datasets/ana/voices/ask-access";
    let page = send(&hub, ask, &session(&hub, "bo"), "Company=ACME&Country=PT");
    assert!(page.starts_with("HTTP/1.1 400") && page.contains("content-security-policy: default-src 'none'"), "{page}");
    assert!(page.contains("value=\"ACME\"") && page.contains("The request was not sent."), "{page}");
    let client = send(&hub, ask, "Authorization: Bearer hf_bo\r\n", "Company=ACME&Country=PT");
    assert!(client.starts_with("HTTP/1.1 400") && client.contains("content-type: text/plain"), "{client}");
    assert!(!client.contains("<html"), "{client}");
}

#[test]
fn only_those_who_write_the_repo_see_its_settings() {
    let hub = MockHub::start(Seed::default()).expect("a port is free");
    let settings = "GET /datasets/ana/voices/settings?gated_access_request=true&status=accepted";
    let owner = send(&hub, settings, &session(&hub, "ana"), "");
    assert!(owner.starts_with("HTTP/1.1 200"), "{owner}");
    for list in ["pending (0)", "accepted (1)", "rejected (0)"] {
        assert!(owner.contains(list), "{list}: {owner}");
    }
    assert!(send(&hub, settings, &session(&hub, "bo"), "").starts_with("HTTP/1.1 403"));
    let nobody = send(&hub, settings, "Authorization: Bearer hf_ana\r\n", "");
    assert!(nobody.starts_with("HTTP/1.1 401"), "pages go by the cookie alone: {nobody}");
}

#[test]
fn a_form_of_another_site_is_refused_and_a_plain_post_taken() {
    let hub = MockHub::start(Seed::default()).expect("a port is free");
    let session = session(&hub, "ana");
    let disable =
        |headers: &str| send(&hub, "POST /datasets/ana/voices/settings", &format!("{session}{headers}"), "gated=false");
    assert!(disable("Origin: https://evil.example\r\n").starts_with("HTTP/1.1 403"));
    assert!(disable("Sec-Fetch-Site: cross-site\r\n").starts_with("HTTP/1.1 403"));
    assert!(disable("").starts_with("HTTP/1.1 303"));
    assert!(!send(&hub, "GET /datasets/ana/voices", "", "").contains("id=\"gate\""));
}

const REPO: &str = r"
users: [{ name: ana, fullname: Ana Lima }, { name: bo }]
organizations: [{ name: acme, fullname: ACME, members: [{ user: ana, role: admin }] }]
repos:
  - id: ana/open
    files:
      README.md: '# Open'
      data/a/train.csv: a
      data/b.bin: { base64: AAEC }
  - { id: ana/secret, private: true, files: { README.md: '# Secret' } }
";

fn main_of(page: &str) -> &str {
    page.split("<main").nth(1).unwrap_or_default()
}

#[test]
fn a_folder_lists_what_lies_in_it_and_its_path_leads_back() {
    let hub = start(REPO);
    let get = |path: &str| send(&hub, &format!("GET /datasets/ana/open{path}"), "", "");
    let page = get("/tree/main/data");
    let list = main_of(&page);
    assert!(
        list.contains("href=\"/datasets/ana/open/tree/main/data/a\"")
            && list.contains("/blob/main/data/b.bin\">b.bin</a>"),
        "{list}"
    );
    assert!(list.contains("href=\"/datasets/ana/open/tree/main\"") && !list.contains("train.csv"), "{list}");
    let file = get("/blob/main/data/a/train.csv");
    assert!(
        file.contains("href=\"/datasets/ana/open/tree/main/data/a\"") && file.contains("<strong>train.csv</strong>"),
        "{file}"
    );
    assert!(get("/blob/main/data/b.bin").contains("it is not text"));
    for nothing in ["/tree/main/nothing", "/tree/main/README.md", "/tree/nothing"] {
        assert!(get(nothing).starts_with("HTTP/1.1 404"), "{nothing}");
    }
}

#[test]
fn the_page_of_an_account_shows_what_is_its_own() {
    let hub = start(REPO);
    let own = send(&hub, "GET /ana", &session(&hub, "ana"), "");
    assert!(own.contains("<h1 dir=\"auto\">Ana Lima</h1>") && own.contains("ana, admin of acme"), "{own}");
    assert!(own.contains("href=\"/datasets/ana/open\"") && own.contains("href=\"/datasets/ana/secret\""), "{own}");
    let others = send(&hub, "GET /ana", &session(&hub, "bo"), "");
    assert!(others.contains("href=\"/datasets/ana/open\"") && !others.contains("secret"), "{others}");
    assert!(send(&hub, "GET /acme", "", "").contains("<h1 dir=\"auto\">ACME</h1>"));
}

#[test]
fn an_address_that_leads_nowhere_still_knows_who_looks() {
    let hub = start(REPO);
    for path in ["/nobody", "/datasets/ana/open/no-such-page"] {
        let page = send(&hub, &format!("GET {path}"), &session(&hub, "bo"), "");
        assert!(page.starts_with("HTTP/1.1 404") && page.contains("Logged in as <strong>bo</strong>"), "{page}");
    }
    let anonymous = send(&hub, "GET /settings/gated-repos", "", "");
    let said = main_of(&anonymous);
    assert!(said.contains("You have to be logged in") && !said.contains("Invalid username"), "{said}");
}

#[test]
fn the_dashboard_counts_what_there_is() {
    let page = |seed: &str| Client::new(&start(seed)).get("/_mock").body;
    let requests = "access_requests: [{ user: bo }, { user: cy, status: accepted }]";
    let seed = format!(
        "users: [{{ name: ana }}, {{ name: bo }}, {{ name: cy }}]\nrepos:\n  - {{ id: ana/a, gated: manual, {requests} }}\n  - {{ id: ana/b }}\n"
    );
    assert!(page(&seed).contains("3 users, 0 organizations, 2 repos, 0 collections, 2 access requests"));
    assert!(
        page("users: [{ name: ana }]\n").contains("1 user, 0 organizations, 0 repos, 0 collections, 0 access requests")
    );
}
