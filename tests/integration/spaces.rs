//! Front matter of Spaces, by the Hub's configuration reference.

use cardlint::card::RepoType;
use cardlint::lint::{Options, lint};
use cardlint::rule::RepoFiles;
use cardlint::source::SourceFile;

fn told(yaml: &str, files: Option<&'static [&'static str]>) -> Vec<String> {
    let options = Options {
        repo_type: Some(RepoType::Space),
        files: files.map(|files| RepoFiles::new(move || Some(files.iter().map(|path| (*path).to_owned()).collect()))),
        ..Options::default()
    };
    let card = SourceFile::new("README.md", format!("---\n{yaml}\n---\n# A Space\n"));
    lint(&card, &options)
        .into_iter()
        .map(|diagnostic| format!("{}: {}", diagnostic.rule.id, diagnostic.message))
        .collect()
}

#[test]
fn what_the_reference_shows_is_right() {
    let reference = "title: Gradio Oauth Test
emoji: 🏆
colorFrom: pink
colorTo: pink
sdk: gradio
sdk_version: 3.40.0
python_version: 3.10.6
app_file: app.py
app_port: 7860
base_path: /start
header: mini
suggested_hardware: t4-small
models: [openai-community/gpt2, gpt2]
datasets: [oscar-corpus/OSCAR-2109]
hf_oauth: true
hf_oauth_expiration_minutes: 480
hf_oauth_scopes: [read-repos, inference-api]
hf_oauth_authorized_org: [lab]
startup_duration_timeout: 1h
custom_headers:
  cross-origin-embedder-policy: require-corp
  cross-origin-opener-policy: same-origin
  cross-origin-resource-policy: cross-origin
preload_from_hub:
  - warp-ai/wuerstchen-prior text_encoder/model.safetensors,prior/diffusion_pytorch_model.safetensors
  - coqui/XTTS-v1
  - openai-community/gpt2 config.json 11c5a3d5811f50298f278a704980280950aedb10
license: mit";
    assert_eq!(told(reference, None), Vec::<String>::new());
    for more in ["hf_oauth_expiration_minutes: 43200", "python_version: '3.12'", "startup_duration_timeout: 90 minutes"]
    {
        assert_eq!(told(&format!("sdk: docker\n{more}"), None), Vec::<String>::new(), "{more}");
    }
}

#[test]
fn what_it_rules_out_is_reported() {
    let long = format!("title: {}", "x".repeat(101));
    for (yaml, rule) in [
        (long.as_str(), "metadata-shape: `title` is longer than 100 characters; the Hub likely rejects it"),
        ("python_version: '2.7'", "metadata-shape: `2.7` is not a version of Python 3; the Hub likely rejects it"),
        ("app_port: 70000", "metadata-shape: `app_port` must be between 1 and 65535; the Hub likely rejects it"),
        ("app_port: http", "metadata-shape: `app_port`: expected a number, found `http`; the Hub likely rejects it"),
        (
            "hf_oauth_expiration_minutes: 43201",
            "metadata-shape: `hf_oauth_expiration_minutes` must be between 1 and 43200; the Hub likely rejects it",
        ),
        ("startup_duration_timeout: soon", "metadata-shape: `soon` is not a duration; the Hub likely rejects it"),
        (
            "models: [https://huggingface.co/gpt2]",
            "malformed-repo-id: `https://huggingface.co/gpt2` is not a model id; the Hub likely rejects it",
        ),
        ("datasets: [my data]", "malformed-repo-id: `my data` is not a dataset id; the Hub likely rejects it"),
        (
            "preload_from_hub: ['gpt2 a.json, b.json x']",
            "metadata-shape: `gpt2 a.json, b.json x` names no repo, files and commit; the Hub likely rejects it",
        ),
        ("suggested_hardware: h900", "unknown-space-option: unknown hardware `h900`"),
        ("hf_oauth_scopes: [all]", "unknown-space-option: unknown OAuth scope `all`"),
        ("emoji: rocket", "not-an-emoji: `rocket` is not an emoji; the Hub likely rejects it"),
        ("emoji: '!'", "not-an-emoji: `!` is not an emoji; the Hub likely rejects it"),
        ("emoji: é", "not-an-emoji: `é` is not an emoji; the Hub likely rejects it"),
        ("emoji: 🚀🎉", "not-an-emoji: `🚀🎉` is more than one emoji"),
        ("sdk_version: ^5.0", "metadata-shape: `^5.0` is not a version of the SDK"),
    ] {
        assert_eq!(told(&format!("sdk: docker\n{yaml}"), None), [rule], "{yaml}");
    }
}

#[test]
fn every_kind_of_emoji_is_one() {
    for emoji in ["🚀", "❤️", "1️⃣", "#️⃣", "🇫🇷", "👩‍🔬", "🅰️", "ℹ️", "Ⓜ️", "㊗️", "©️", "🏴\u{e0067}\u{e0062}\u{e007f}"]
    {
        assert_eq!(told(&format!("sdk: docker\nemoji: '{emoji}'"), None), Vec::<String>::new(), "{emoji}");
    }
    // Another rule says that the template is not filled in.
    let template = told("sdk: docker\nemoji: '{{ emoji }}'", None);
    assert!(template.iter().all(|each| !each.starts_with("not-an-emoji")), "{template:?}");
}

#[test]
fn the_application_is_looked_for_where_the_files_are_known() {
    let app = "sdk: gradio\napp_file: app.py";
    assert_eq!(told(app, None), Vec::<String>::new());
    assert_eq!(told(app, Some(&["app.py"])), Vec::<String>::new());
    assert_eq!(
        told(app, Some(&["main.py"])),
        ["missing-app-file: the repo has no file `app.py`: the Space does not start"]
    );
    for other in ["sdk: docker\napp_file: app.py", "sdk: static\napp_build_command: npm run build\napp_file: app.py"] {
        assert_eq!(told(other, Some(&["main.py"])), Vec::<String>::new(), "{other}");
    }
}

#[test]
fn a_bucket_of_a_model_has_an_owner() {
    let model = |yaml: &str| {
        let options = Options { repo_type: Some(RepoType::Model), ..Options::default() };
        lint(&SourceFile::new("README.md", format!("---\n{yaml}\n---\n")), &options)
            .into_iter()
            .map(|diagnostic| diagnostic.message)
            .collect::<Vec<_>>()
    };
    assert_eq!(model("buckets: [my-org/my-bucket]"), Vec::<String>::new());
    assert_eq!(model("buckets: [my-bucket]"), ["`my-bucket` is not a bucket id"]);
    assert_eq!(
        model("buckets: ['hf://buckets/my-org/my-bucket']"),
        ["`hf://buckets/my-org/my-bucket` is not a bucket id"]
    );
}
