//! The Hub's API for programs, git and large files among it. Each handler takes what web reads out of a request, lets the
//! state act, and answers.

pub(crate) mod access;
pub(crate) mod access_report;
pub(crate) mod access_request_list;
pub(crate) mod accounts;
pub(crate) mod collections;
pub(crate) mod commit;
pub(crate) mod discussions;
pub(crate) mod duplicate;
mod eval_results;
pub(crate) mod files;
pub(crate) mod git;
pub(crate) mod identity;
pub(crate) mod leaderboard;
pub(crate) mod lfs;
pub(crate) mod lfs_files;
pub(crate) mod likes;
pub(crate) mod mock_control;
pub(crate) mod oauth;
pub(crate) mod refs;
pub(crate) mod repo_info;
pub(crate) mod repos;
pub(crate) mod resource_groups;
pub(crate) mod settings;
pub(crate) mod tags;
pub(crate) mod tree;
pub(crate) mod validate;
pub(crate) mod xet;
pub(crate) mod xet_download;
