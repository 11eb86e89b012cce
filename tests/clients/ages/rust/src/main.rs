//! hf-hub: what Rust programs download with.

use hf_hub::api::sync::{ApiBuilder, ApiError, ApiRepo};
use hf_hub::{Repo, RepoType};

fn repo(token: Option<&str>, name: &str) -> Result<ApiRepo, ApiError> {
    let cache = std::env::temp_dir().join(format!("ages-{}-{}", std::process::id(), token.unwrap_or("none")));
    let api = ApiBuilder::from_env().with_cache_dir(cache).with_progress(false).with_token(token.map(str::to_owned)).build()?;
    Ok(api.repo(Repo::new(name.to_owned(), RepoType::Dataset)))
}

fn cell(name: &str, run: impl FnOnce() -> Result<(), Box<dyn std::error::Error>>) {
    match run() {
        Ok(()) => println!("ok {name}"),
        Err(error) => println!("failed {name}: {}", error.to_string().replace('\n', " ")),
    }
}

fn main() {
    cell("info", || {
        let names: Vec<String> = repo(Some("hf_cy"), "ana/gated")?.info()?.siblings.into_iter().map(|file| file.rfilename).collect();
        if names.iter().any(|name| name == "train.csv") { Ok(()) } else { Err(format!("{names:?}").into()) }
    });
    cell("download", || {
        for (name, bytes) in [("train.csv", 38), ("weights.bin", 8)] {
            for from in ["ana/open", "ana/gated"] {
                let len = std::fs::metadata(repo(Some("hf_cy"), from)?.get(name)?)?.len();
                if len != bytes {
                    return Err(format!("{from}/{name} has {len} bytes").into());
                }
            }
        }
        Ok(())
    });
    for (name, token, status) in [("no_access", Some("hf_bo"), "403"), ("not_logged_in", None, "401")] {
        cell(name, || match repo(token, "ana/gated")?.get("train.csv") {
            Err(error) if error.to_string().contains(status) => Ok(()),
            other => Err(format!("{other:?}").into()),
        });
    }
}
