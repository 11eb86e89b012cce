//! What `--fix` does to files: it loses neither what others write meanwhile, nor what belongs to the file.

use std::fs;
use std::path::Path;

use crate::run::{Ran, WRONG, finish, folder, program};

const FIXED: &str = "---\nlicense: apache-2.0 # as the code\n---\n# Voices\n";

fn fix(folder: &Path) -> Ran {
    finish(program(folder).args(["check", "--fix", "--format", "concise"]), b"")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_card_that_changed_since_it_was_read_keeps_the_newer_text() {
    let folder = folder(&[("README.md", WRONG)]);
    let card = folder.path().join("README.md");
    let unreadable = cardlint::walk::write(&card, "as it was read", "fixed").unwrap_err();
    assert!(unreadable.to_string().ends_with("changed while it was being fixed; the newer text is kept"));
    assert_eq!(fs::read_to_string(&card).unwrap(), WRONG);
    assert_eq!(names(folder.path()), ["README.md"]);
    fs::remove_file(&card).unwrap();
    assert!(cardlint::walk::write(&card, WRONG, FIXED).is_err());
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

/// An editor that saves by writing into the file, or by putting a new one in its place, while cards are fixed all the time.
#[test]
fn no_edit_is_lost() {
    for in_place in [true, false] {
        let folder = folder(&[("README.md", WRONG)]);
        let card = folder.path().join("README.md");
        std::thread::scope(|scope| {
            let editor = scope.spawn(|| {
                for edit in 0..60 {
                    // As an editor does: what is there, and a new line.
                    let text = fs::read_to_string(&card).unwrap().replace("apache-2.0", "Apache-2.0");
                    let text = format!("{text}edit {edit}\n");
                    if in_place {
                        fs::write(&card, text).unwrap();
                    } else {
                        let new = folder.path().join("new");
                        fs::write(&new, text).unwrap();
                        fs::rename(&new, &card).unwrap();
                    }
                    std::thread::yield_now();
                }
            });
            while !editor.is_finished() {
                let ran = fix(folder.path());
                let changed = ran.err.contains("changed while it was being fixed")
                    || ran.err.contains(": fixed ")
                    || ran.err.is_empty();
                assert!(changed && [0, 1, 2].contains(&ran.code), "{ran:?}");
            }
        });
        let text = fs::read_to_string(&card).unwrap();
        let lost: Vec<_> = (0..60).filter(|edit| !text.contains(&format!("edit {edit}\n"))).collect();
        assert!(lost.is_empty(), "lost {lost:?} (in place: {in_place}) of\n{text}");
        assert_eq!(names(folder.path()), ["README.md"]);
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn permissions_and_symbolic_links_stay() {
        let folder = folder(&[("blob", WRONG)]);
        let blob = folder.path().join("blob");
        fs::set_permissions(&blob, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("blob", folder.path().join("README.md")).unwrap();
        let ran = fix(folder.path());
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(folder.path().join("README.md").is_symlink());
        assert_eq!(fs::metadata(&blob).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_to_string(&blob).unwrap(), FIXED);
    }

    #[test]
    fn the_owner_stays_where_the_system_lets_it() {
        let folder = folder(&[("README.md", WRONG)]);
        let card = folder.path().join("README.md");
        // Only root may give a file away; to anybody else it stays their own.
        let _ = std::os::unix::fs::chown(&card, Some(65534), Some(65534));
        let before = fs::metadata(&card).unwrap();
        assert_eq!(fix(folder.path()).code, 0);
        let after = fs::metadata(&card).unwrap();
        assert_ne!(before.ino(), after.ino());
        assert_eq!((before.uid(), before.gid()), (after.uid(), after.gid()));
    }

    #[test]
    fn a_read_only_card_is_left_alone() {
        let folder = folder(&[("README.md", WRONG)]);
        let card = folder.path().join("README.md");
        fs::set_permissions(&card, fs::Permissions::from_mode(0o444)).unwrap();
        let ran = fix(folder.path());
        assert_eq!(ran.code, 2);
        assert!(ran.err.starts_with("error: README.md: cannot be written: "), "{ran:?}");
        assert_eq!(fs::read_to_string(&card).unwrap(), WRONG);
    }

    #[test]
    fn extended_attributes_stay() {
        let folder = folder(&[("README.md", WRONG)]);
        let card = folder.path().join("README.md");
        let attributes: [(&str, &[u8]); 2] = [("user.origin", b"https://example.org"), ("user.empty", b"")];
        // Not every file system has any.
        let has = attributes.iter().all(|(name, value)| xattr::set(&card, name, value).is_ok());
        let before = fs::metadata(&card).unwrap().ino();
        assert_eq!(fix(folder.path()).code, 0);
        assert_eq!(fs::read_to_string(&card).unwrap(), FIXED);
        assert_ne!(fs::metadata(&card).unwrap().ino(), before);
        for (name, value) in attributes.iter().filter(|_| has) {
            assert_eq!(xattr::get(&card, name).unwrap().as_deref(), Some(*value), "{name}");
        }
    }

    #[test]
    fn hard_links_stay() {
        let folder = folder(&[("a/README.md", WRONG)]);
        let (card, other) = (folder.path().join("a/README.md"), folder.path().join("b"));
        fs::create_dir(&other).unwrap();
        fs::hard_link(&card, other.join("README.md")).unwrap();
        let ran = fix(folder.path());
        assert_eq!((ran.code, ran.err.matches(": fixed ").count(), ran.err.lines().count()), (0, 1, 1), "{ran:?}");
        assert_eq!(fs::metadata(&card).unwrap().nlink(), 2);
        assert_eq!(fs::read_to_string(other.join("README.md")).unwrap(), FIXED);
        assert_eq!(names(&other), ["README.md"]);
    }

    #[test]
    fn a_card_with_two_names_is_fixed_once() {
        let folder = folder(&[("blob", WRONG)]);
        for name in ["a", "b", "c"] {
            fs::create_dir(folder.path().join(name)).unwrap();
            symlink("../blob", folder.path().join(name).join("README.md")).unwrap();
        }
        let ran = fix(folder.path());
        assert_eq!((ran.code, ran.err.matches(": fixed ").count(), ran.err.lines().count()), (0, 1, 1), "{ran:?}");
        assert_eq!(fs::read_to_string(folder.path().join("blob")).unwrap(), FIXED);
    }

    /// The program as somebody who may not write everywhere: `setpriv` needs root, and whoever is not root is so already.
    fn as_nobody(folder: &Path) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", env!("CARGO_BIN_EXE_cardlint")]);
        if fs::metadata("/proc/self").map_or(true, |own| own.uid() != 0) {
            command = program(folder);
        }
        command.current_dir(folder).args(["check", "--fix", "--format", "concise"]);
        command
    }

    #[test]
    fn a_card_in_a_read_only_folder_is_fixed_and_one_that_is_not_ours_is_not() {
        let base = folder(&[("cards/README.md", WRONG)]);
        let folder = base.path().join("cards");
        let card = folder.join("README.md");
        let own = |mode: u32, folder_mode: u32, owner: u32| {
            fs::set_permissions(base.path(), fs::Permissions::from_mode(0o755)).unwrap();
            let _ = std::os::unix::fs::chown(&card, Some(owner), Some(owner));
            fs::set_permissions(&card, fs::Permissions::from_mode(mode)).unwrap();
            fs::set_permissions(&folder, fs::Permissions::from_mode(folder_mode)).unwrap();
        };
        // The program has to be readable for everybody: in a checkout below a private folder it is not.
        let program = Path::new(env!("CARGO_BIN_EXE_cardlint"));
        let open = program.ancestors().all(|path| fs::metadata(path).is_ok_and(|meta| meta.mode() & 0o005 == 0o005));
        let is_root = fs::metadata("/proc/self").is_ok_and(|meta| meta.uid() == 0);
        if is_root && open {
            own(0o644, 0o777, 0);
            let ran = finish(&mut as_nobody(&folder), b"");
            assert_eq!(ran.code, 2);
            assert_eq!(ran.err, "error: README.md: cannot be written: permission denied\n");
            assert_eq!(fs::read_to_string(&card).unwrap(), WRONG);
        }
        if !is_root || open {
            own(0o644, 0o555, 65534);
            let ran = finish(&mut as_nobody(&folder), b"");
            assert_eq!((ran.code, ran.err.matches(": fixed ").count(), ran.err.lines().count()), (0, 1, 1), "{ran:?}");
            assert_eq!(fs::read_to_string(&card).unwrap(), FIXED);
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    /// A file may have no more than 512 bytes: what a full disk looks like to a program.
    #[test]
    fn a_full_disk_leaves_the_old_text() {
        let long = WRONG.replace("# Voices", &"# Voices\n".repeat(100));
        for links in [1, 2] {
            let folder = folder(&[("README.md", &long)]);
            let card = folder.path().join("README.md");
            if links == 2 {
                fs::hard_link(&card, folder.path().join("other")).unwrap();
            }
            let mut shell = Command::new("sh");
            let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" check --fix --format concise";
            shell.args(["-c", script, env!("CARGO_BIN_EXE_cardlint")]).current_dir(folder.path());
            let ran = finish(&mut shell, b"");
            assert_eq!(ran.code, 2, "{ran:?}");
            assert!(ran.err.starts_with("error: README.md: cannot be written: "), "{ran:?}");
            assert_eq!(fs::read_to_string(&card).unwrap(), long, "{links} links");
            assert_eq!(names(folder.path()).len(), links);
        }
    }
}
