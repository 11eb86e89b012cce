//! `cardlint preview`: the page follows the card, the files that it names, and the configuration.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::hook::command;
use crate::hub_client::{Client, Reply};

/// The smallest picture, as SVG.
const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>";

/// What browsers send a form as.
const FORM: &str = "application/x-www-form-urlencoded";

/// A preview of the card in a folder.
struct Preview {
    process: Child,
    folder: TempDir,
    endpoint: String,
}

impl Preview {
    /// Of a card with files beside it.
    fn of(card: &str, files: &[(&str, &str)]) -> Self {
        let folder = TempDir::new().unwrap();
        let top = folder.path().join("voices");
        write(&top.join("README.md"), card);
        for (path, text) in files {
            write(&top.join(path), text);
        }
        let mut preview = command(env!("CARGO_BIN_EXE_cardlint"), &top);
        preview.args(["preview", "README.md"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = preview.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let endpoint = line.trim().strip_suffix("/preview").unwrap().to_owned();
        Self { process, folder, endpoint }
    }

    fn get(&self, path: &str) -> Reply {
        Client::at(&self.endpoint).get(&format!("/datasets/author/voices{path}"))
    }

    /// The files and folders of the repo.
    fn paths(&self) -> Vec<String> {
        let tree = Client::at(&self.endpoint).get("/api/datasets/author/voices/tree/main?recursive=true").json();
        tree.as_array().unwrap().iter().map(|entry| entry["path"].as_str().unwrap().to_owned()).collect()
    }

    /// Presses a button of the panel, as the version of the page that is shown.
    fn press(&self, fix: &str) -> Reply {
        let version = self.version().to_string();
        self.press_on(&version, fix)
    }

    fn press_on(&self, version: &str, fix: &str) -> Reply {
        let body = format!("version={version}&fix={fix}");
        Client::at(&self.endpoint).send("POST", "/_mock/preview/fix", FORM, body.as_bytes())
    }

    fn card(&self) -> String {
        fs::read_to_string(self.folder.path().join("voices/README.md")).unwrap()
    }

    fn version(&self) -> u64 {
        Client::at(&self.endpoint).get("/_mock/preview").json()["version"].as_u64().unwrap()
    }

    /// Writes a file, and waits until the page has followed.
    fn save(&self, path: &str, text: &str) {
        let before = self.version();
        write(&self.folder.path().join("voices").join(path), text);
        for _ in 0..400 {
            if self.version() != before {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("the page does not follow {path}");
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Writes a file at once: the preview must not meet the half of a large one.
fn write(path: &Path, text: &str) {
    let folder = path.parent().unwrap();
    fs::create_dir_all(folder).unwrap();
    let mut file = tempfile::NamedTempFile::new_in(folder).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.persist(path).unwrap();
}

// fidelity: card-images
#[test]
fn the_images_of_a_card_are_shown_to_whoever_sees_it_and_the_files_it_links_to_are_there() {
    let card = "---\nlicense: mit\n---\n![map](./img/a%20map.svg) [the data](data.csv)\n";
    let preview = Preview::of(card, &[("img/a map.svg", PICTURE), ("data.csv", "a\n"), ("other.svg", PICTURE)]);
    assert!(preview.get("").body.contains("src=\"/datasets/author/voices/media/main/img/a%20map.svg\""));
    let image = preview.get("/media/main/img/a%20map.svg");
    assert_eq!((image.status, image.body.as_str()), (200, PICTURE));
    assert_eq!(image.header("content-type"), Some("image/svg+xml"));
    assert!(image.header("content-security-policy").unwrap().contains("sandbox"));
    for path in ["/media/main/data.csv", "/media/main/other.svg", "/media/main/README.md"] {
        assert_eq!(preview.get(path).status, 404, "{path} is no image of the card");
    }
    assert_eq!(preview.paths(), [".gitattributes", "README.md", "data.csv", "img", "img/a map.svg"]);
    assert_eq!(preview.get("/resolve/main/data.csv").error().1, "GatedRepo", "what is linked to is behind the gate");
}

#[test]
fn a_card_shows_nothing_from_outside_its_folder() {
    let card = "![a](../secret.svg) ![b](img/../../secret.svg) ![c](%2e%2e/secret.svg) ![d](/etc/passwd) \
                ![e](link.svg) ![f](.git/config) ![g](img) [h](file:///etc/passwd)\n";
    let preview = Preview::of(card, &[("img/x.svg", PICTURE), (".git/config", "[core]")]);
    write(&preview.folder.path().join("secret.svg"), PICTURE);
    #[cfg(unix)]
    std::os::unix::fs::symlink("../secret.svg", preview.folder.path().join("voices/link.svg")).unwrap();
    preview.save("README.md", &format!("{card}\nagain\n"));
    assert_eq!(preview.paths(), [".gitattributes", "README.md"]);
}

#[test]
fn a_file_that_is_too_large_is_left_out_and_the_page_says_so() {
    let preview = Preview::of("![big](big.png) ![map](map.svg)\n", &[("map.svg", PICTURE)]);
    preview.save("big.png", &"x".repeat((16 << 20) + 1));
    assert!(preview.get("").body.contains("big.png is too large for a preview"));
    assert_eq!(preview.get("/media/main/big.png").status, 404);
    assert_eq!(preview.get("/media/main/map.svg").status, 200);
}

#[test]
fn the_page_follows_every_file_that_it_shows() {
    let preview = Preview::of("---\nlicense: mit\n---\n![map](map.svg)\n", &[]);
    assert_eq!(preview.get("/media/main/map.svg").status, 404, "there is no such file yet");
    preview.save("map.svg", PICTURE);
    assert_eq!(preview.get("/media/main/map.svg").body, PICTURE);
    preview.save("README.md", "---\nlicense: mit\n---\n# Second\n");
    assert!(preview.get("").body.contains("Second</h2>"));
    assert_eq!(preview.get("/media/main/map.svg").status, 404, "the card shows it no longer");
    assert_eq!(Client::at(&preview.endpoint).post("/_mock/reset", &serde_json::json!({})).status, 200);
    preview.save("README.md", "---\nlicense: mit\n---\n# Third\n");
    assert!(preview.get("").body.contains("Third</h2>"));
}

#[test]
fn the_diagnostics_are_those_of_check() {
    let card = "---\nlicense: mitt\ntask_categories: [nonsense-task]\n---\n# Voices\n";
    let preview = Preview::of(card, &[("cardlint.toml", "[rules]\nunknown-task-category = \"off\"\n")]);
    let page = preview.get("").body;
    assert!(page.contains("unknown-license") && !page.contains("unknown-task-category"), "{page}");
    preview.save("cardlint.toml", "[rules]\nunknown-task-category = \"error\"\n[additional]\nlicenses = [\"mitt\"]\n");
    let page = preview.get("").body;
    assert!(page.contains("unknown-task-category") && !page.contains("unknown-license"), "{page}");
    assert!(page.contains("The linter finds 1 error."), "{page}");
    preview.save("cardlint.toml", "[rules]\nno-such-rule = \"off\"\n");
    assert!(preview.get("").body.contains("The page shows the last readable version."));
    preview.save("cardlint.toml", "");
    assert!(preview.get("").body.contains("unknown-license"));
}

#[test]
fn a_button_writes_the_fix_of_one_finding_into_the_file() {
    let card = "---\r\nlicense: MIT   # as the code\r\ntags: audio\r\nlicense_link: https://example.com/terms\r\n---\r\n# Voices\r\n";
    let preview = Preview::of(card, &[("cardlint.toml", "")]);
    let page = preview.get("").body;
    assert!(page.contains("<button name=\"fix\" value=\"0\">Write `mit`</button>"), "{page}");
    assert!(page.contains("<summary>About <code>unknown-license</code></summary>"), "{page}");
    let reply = preview.press("0");
    assert_eq!((reply.status, reply.header("location")), (303, Some("/datasets/author/voices")));
    assert_eq!(preview.card(), card.replace("MIT", "mit"), "every other byte stays");
    let page = preview.get("").body;
    assert!(
        !page.contains("unknown-license") && page.contains("scalar-instead-of-list"),
        "the page has followed: {page}"
    );
    assert_eq!(preview.press("all").status, 303);
    assert_eq!(preview.card(), card.replace("MIT", "mit").replace("tags: audio", "tags: [audio]"));
    assert!(!preview.get("").body.contains("Apply all safe fixes"));
}

#[test]
fn a_fix_that_cannot_be_applied_leaves_the_file_and_says_why() {
    let card = "---\nlicense: MIT\n---\n# Voices\n";
    let preview = Preview::of(card, &[]);
    for (version, fix, problem) in [
        ("0", "0", "it has changed since this page was shown"),
        ("1", "7", "there is no fix"),
        ("1", "", "there is no fix"),
    ] {
        let reply = preview.press_on(version, fix);
        assert_eq!(reply.status, 409);
        assert!(reply.body.contains(&format!("The card was not fixed: {problem}")), "{}", reply.body);
    }
    let foreign = Client::at(&preview.endpoint).with("Origin", "https://evil.example");
    let sent = foreign.send("POST", "/_mock/preview/fix", FORM, b"version=1&fix=0");
    assert_eq!(sent.status, 403, "a page of another site cannot write the card");
    assert_eq!(preview.card(), card);
}

#[test]
fn the_form_can_be_shown_again_after_it_was_sent() {
    let card = "---\nlicense: mit\nextra_gated_fields:\n  Company: text\n---\n# Voices\n";
    let preview = Preview::of(card, &[]);
    let opened = Client::at(&preview.endpoint).get("/preview");
    let cookie = opened.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let reader = Client::at(&preview.endpoint).with("Cookie", &cookie).with("Accept", "text/html");
    let page = || reader.get("/datasets/author/voices").body;
    assert!(page().contains("<label for=\"field-1\"") && !page().contains("Show the form again"));
    let asked = reader.send("POST", "/datasets/author/voices/ask-access", FORM, b"Company=ACME");
    assert_eq!(asked.status, 303, "{}", asked.body);
    assert!(page().contains("awaiting a review") && page().contains("Show the form again"));
    let again = reader.send("POST", "/_mock/preview/form", FORM, b"");
    assert_eq!((again.status, again.header("location")), (303, Some("/datasets/author/voices")));
    assert!(page().contains("<label for=\"field-1\"") && !page().contains("Show the form again"));
}
