//! Runs `curl`: it knows certificates, proxies and what else is between here and another Hub.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::process::Stdio;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

const OPTIONS: &str = "silent\nshow-error\nlocation\ngloboff\nproto = \"=http,https\"\n\
    connect-timeout = 10\nmax-time = 900\nwrite-out = \"%{http_code} %{filename_effective}\\n\"\n";

/// Gets each URL into its file; the status of each, by file. A token is sent to the host of the URL only.
pub(super) async fn get(urls: &[(String, PathBuf)], token: Option<&str>) -> Result<BTreeMap<PathBuf, u16>, String> {
    let mut options = OPTIONS.to_owned();
    if urls.len() > 1 {
        options.push_str("parallel\nparallel-max = 8\n");
    }
    if let Some(token) = token {
        options.push_str(&format!("header = \"Authorization: Bearer {token}\"\n"));
    }
    for (url, file) in urls {
        let file = file.to_str().ok_or("the temporary folder has a name that is not UTF-8")?;
        let file = file.replace('\\', "\\\\").replace('"', "\\\"");
        options.push_str(&format!("url = \"{url}\"\noutput = \"{file}\"\n"));
    }
    let done = run(options).await.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "`curl` is not on the PATH".to_owned(),
        _ => format!("`curl` does not run: {error}"),
    })?;
    let lines = String::from_utf8_lossy(&done.stdout).into_owned();
    let statuses: BTreeMap<PathBuf, u16> = lines
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(status, file)| Some((PathBuf::from(file), status.parse().ok().filter(|status| *status > 0)?)))
        .collect();
    if statuses.is_empty() {
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        // Beside what is wrong, curl may write how far it is.
        return Err(said.lines().find(|line| line.starts_with("curl: ")).unwrap_or("no answer").to_owned());
    }
    Ok(statuses)
}

/// The options go through standard input: others on this machine can read the words of a command.
async fn run(options: String) -> io::Result<std::process::Output> {
    let mut command = Command::new("curl");
    command.args(["--config", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.kill_on_drop(true).spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(options.as_bytes()).await?;
    }
    child.wait_with_output().await
}
