# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_cardlint_global_optspecs
    string join \n h/help V/version
end

function __fish_cardlint_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_cardlint_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_cardlint_using_subcommand
    set -l cmd (__fish_cardlint_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c cardlint -n "__fish_cardlint_needs_command" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_needs_command" -s V -l version -d 'Print version'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "check" -d 'Check cards for problems that the Hub or its clients would reject or misread'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "init" -d 'Write a card, or add metadata and a gate to one; on a terminal, ask if no options are given'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "explain" -d 'Explain a rule: what it means, why it matters, whom it affects, and a good card'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "rules" -d 'List the rules, or the values that the Hub knows for a key'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "schema" -d 'Print a JSON Schema (2020-12) in one piece, for editors and other tools'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "gate" -d 'Print gate forms, compare them, or write the same form into many cards'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "hook" -d 'Guard a git repository: block commits and pushes of cards with errors'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "serve" -d 'Serve a mock Hub: set HF_ENDPOINT to the line it prints'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "seed" -d 'Check seeds of the mock Hub'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "health" -d 'Check whether a mock Hub answers: exit 0 if it does, 1 if not'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "preview" -d 'Show a card\'s page and gate form in the browser, with its diagnostics next to them'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "lsp" -d 'Run the language server over standard input and output, for editors'
complete -c cardlint -n "__fish_cardlint_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l since -d 'Check the cards that the commits after REV change, as they are committed' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l stdin-filename -d 'Check standard input, as a card of this name' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l input -d 'What the files and standard input are, if not cards' -r -f -a "json-lines\t'Cards as JSON, one object per line, each answered by one line: `cardlint explain streams`'"
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l overdue-days -d 'For how many days an access request may be pending' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l select -d 'Report only these rules, or groups of rules such as `gate`' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l ignore -d 'Do not report these rules or groups; a rule\'s own setting takes precedence over its group\'s' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l repo-type -d 'Repo type of the cards [default: from the configuration, else detected per card]' -r -f -a "dataset\t'A dataset'
model\t'A model'
space\t'A Space'"
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l config -d 'Read this configuration [default: the nearest cardlint.toml, or pyproject.toml with [tool.cardlint], in this directory or above]' -r -F
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l baseline -d 'Report only findings that this file does not have [default: from the configuration]' -r -F
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l format -d 'Output format' -r -f -a "full\t'For people: the message, the text, what to do'
concise\t'One line per diagnostic: `path:line:column: severity[rule] message`'
json\t'One JSON document'
json-lines\t'One JSON object per line'
sarif\t'SARIF 2.1.0, with fixes'
github\t'Annotations of GitHub Actions'
gitlab\t'GitLab\'s Code Quality report'
junit\t'JUnit XML'"
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l output-file -d 'Also write a report to a file, such as `sarif=cards.sarif`; repeatable' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l color -d 'Controls when to use color' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l staged -d 'Check the cards that the next commit adds or changes, as they are staged'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l new-only -d 'With `--since`: report only problems that the cards did not have at REV, wherever their lines are now'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l cards-only -d 'Skip files without front matter, even when named explicitly (for hook managers)'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l allow-empty -d 'Exit 0 even if the given paths contain no cards'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l exit-zero -d 'Always exit 0, even if errors are found'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l fix -d 'Apply safe fixes; with `-`, print the fixed card to standard output'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l unsafe-fixes -d 'Also apply fixes that may change the meaning and need review'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l diff -d 'Print a diff of the fixes without writing them; exit 1 if there are any'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l create-pr -d 'Open a pull request with the fixed card in each repo of `hf://…` whose card `--fix` changes'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l dry-run -d 'Print a diff of what the pull requests would change, and open none'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l show-settings -d 'Print each setting and where it is from, and check nothing'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l watch -d 'Check again whenever a file changes, until Ctrl-C'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l add-ignores -d 'Add a comment to the cards for each problem, so that only new ones are reported'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l no-config -d 'Ignore configuration files'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l warnings-as-errors -d 'Exit 1 for warnings, too'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l write-baseline -d 'Record the findings of this run in the baseline, drop those that are gone, and report none'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -l statistics -d 'Print the number of diagnostics per rule instead of the diagnostics; as text, or with `--format json`'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -s q -l quiet -d 'Print only diagnostics: no summary, no progress'
complete -c cardlint -n "__fish_cardlint_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l template -d 'Start a new card from this template, such as an organization\'s own; `{{ name }}` and `{{ kind }}` are filled in' -r -F
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l repo-type -d 'Repo type of the card (default: dataset)' -r -f -a "dataset\t'A dataset'
model\t'A model'
space\t'A Space'"
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l name -d 'Display name (default: the name of the directory)' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l license -d 'Id of the license, such as `mit`; `other` requires the next two options' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l license-name -d 'Name of a license without an id' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l license-link -d 'Where to read a license without an id: a file in the repo, or a URL' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l language -d 'Languages, as codes or English names' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l task -d 'Tasks: the categories of a dataset, the pipeline tag of a model' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l prompt -d 'The text above the form\'s fields' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l fields -d 'The standard fields of the form: affiliation, country, purpose, consent (default: all of them)' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l field -d 'An additional field, such as `Company=text`; repeatable' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l diff -d 'Print a diff without writing anything'
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -l gate -d 'Add a gate form'
complete -c cardlint -n "__fish_cardlint_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cardlint -n "__fish_cardlint_using_subcommand explain" -l color -d 'Controls when to use color' -r -f -a "auto\t''
always\t''
never\t''"
complete -c cardlint -n "__fish_cardlint_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cardlint -n "__fish_cardlint_using_subcommand rules" -l format -d 'Output format' -r -f -a "text\t'One line per rule'
json\t'A JSON array with everything about each rule'"
complete -c cardlint -n "__fish_cardlint_using_subcommand rules" -l vocabularies -d 'List the Hub\'s vocabularies with their dates instead; with a name, such as `licenses`, its values' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cardlint -n "__fish_cardlint_using_subcommand schema" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and not __fish_seen_subcommand_from show diff apply" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and not __fish_seen_subcommand_from show diff apply" -f -a "show" -d 'Print the gate form of a card, or of many'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and not __fish_seen_subcommand_from show diff apply" -f -a "diff" -d 'Compare two gate forms, and exit 1 if they differ'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and not __fish_seen_subcommand_from show diff apply" -f -a "apply" -d 'Write the same gate form into many cards; every other byte stays'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from show" -l input -d 'What the files and standard input are, if not cards' -r -f -a "json-lines\t'Cards as JSON, one object per line, each answered by one line: `cardlint explain streams`'"
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from show" -l format -d 'Output format' -r -f -a "yaml\t'The form as `gate apply` writes it; of several cards, a document for each'
json\t'The form with the keys of the card; of several cards, one object with `path` and `gate` per line'"
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from show" -l config -d 'Read this configuration [default: the one that `check` reads here]' -r -F
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from show" -l no-config -d 'Ignore configuration files'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from apply" -l config -d 'Read this configuration [default: the one that `check` reads here]' -r -F
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from apply" -l check -d 'Write nothing: print the cards whose form differs, and exit 1 if there are any'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from apply" -l cards-only -d 'Skip files without front matter, even when named explicitly (for hook managers)'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from apply" -s q -l quiet -d 'Print only errors, and with `--check` the cards whose form differs'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from apply" -l no-config -d 'Ignore configuration files'
complete -c cardlint -n "__fish_cardlint_using_subcommand gate; and __fish_seen_subcommand_from apply" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_using_subcommand hook; and not __fish_seen_subcommand_from run install uninstall status" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_using_subcommand hook; and not __fish_seen_subcommand_from run install uninstall status" -f -a "run" -d 'Run as a git hook, called by git or a hook manager'
complete -c cardlint -n "__fish_cardlint_using_subcommand hook; and not __fish_seen_subcommand_from run install uninstall status" -f -a "install" -d 'Install the hooks in this repository; existing hooks are kept and run first'
complete -c cardlint -n "__fish_cardlint_using_subcommand hook; and not __fish_seen_subcommand_from run install uninstall status" -f -a "uninstall" -d 'Uninstall the hooks and restore the previous ones'
complete -c cardlint -n "__fish_cardlint_using_subcommand hook; and not __fish_seen_subcommand_from run install uninstall status" -f -a "status" -d 'Show which hooks are installed; exit 1 if there are none'
complete -c cardlint -n "__fish_cardlint_using_subcommand hook; and __fish_seen_subcommand_from run" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cardlint -n "__fish_cardlint_using_subcommand hook; and __fish_seen_subcommand_from install" -l pre-push -d 'Also check before each push: every card that the pushed commits change'
complete -c cardlint -n "__fish_cardlint_using_subcommand hook; and __fish_seen_subcommand_from install" -l pre-receive -d 'On a server: reject pushes of cards with errors, as the Hub does'
complete -c cardlint -n "__fish_cardlint_using_subcommand hook; and __fish_seen_subcommand_from install" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cardlint -n "__fish_cardlint_using_subcommand hook; and __fish_seen_subcommand_from uninstall" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_using_subcommand hook; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_using_subcommand serve" -l host -d 'The address to listen on' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand serve" -l port -d 'The port to listen on; 0 picks a free one' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand serve" -l seed -d 'Start from this state: a YAML file, a state dump, `-` for stdin, or a directory: with a hub.yaml, a Hugging Face cache, a clone, or one of `hf download --local-dir`' -r -F
complete -c cardlint -n "__fish_cardlint_using_subcommand serve" -l save -d 'Write the state to this file when the mock stops; `--seed` reads it' -r -F
complete -c cardlint -n "__fish_cardlint_using_subcommand serve" -l allow-host -d 'Also answer requests for this host name, such as huggingface.co for clients that have it built in; repeatable' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand serve" -l base-path -d 'Serve below this path, such as /hub' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand serve" -l upstream -d 'Ask this Hub for repos that the seed lacks, as the user of HF_TOKEN if it is set, and write them into the directory of --seed, without tokens and e-mail addresses: afterwards that is served without it' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand serve" -l card -d 'Serve this card as gated dataset `ana/<directory name>`; repeatable' -r -F
complete -c cardlint -n "__fish_cardlint_using_subcommand serve" -l log-format -d 'Format of the request log on standard error' -r -f -a "human\t''
json\t''"
complete -c cardlint -n "__fish_cardlint_using_subcommand serve" -l exit-with-parent -d 'Also stop when standard input ends, as it does when the parent process is gone'
complete -c cardlint -n "__fish_cardlint_using_subcommand serve" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_using_subcommand seed; and not __fish_seen_subcommand_from validate" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_using_subcommand seed; and not __fish_seen_subcommand_from validate" -f -a "validate" -d 'Check seeds as `serve --seed` reads them, without serving anything'
complete -c cardlint -n "__fish_cardlint_using_subcommand seed; and __fish_seen_subcommand_from validate" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_using_subcommand health" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_using_subcommand preview" -l repo-type -d 'Repo type of the card [default: from the configuration, else detected]' -r -f -a "dataset\t'A dataset'
model\t'A model'
space\t'A Space'"
complete -c cardlint -n "__fish_cardlint_using_subcommand preview" -l config -d 'Read this configuration [default: the one that `check` reads here]' -r -F
complete -c cardlint -n "__fish_cardlint_using_subcommand preview" -l port -d 'The port to listen on; 0 picks a free one' -r
complete -c cardlint -n "__fish_cardlint_using_subcommand preview" -l no-config -d 'Ignore configuration files'
complete -c cardlint -n "__fish_cardlint_using_subcommand preview" -l automatic -d 'Grant access automatically, instead of by manual review'
complete -c cardlint -n "__fish_cardlint_using_subcommand preview" -l open -d 'Open the page in the browser'
complete -c cardlint -n "__fish_cardlint_using_subcommand preview" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cardlint -n "__fish_cardlint_using_subcommand lsp" -l stdio -d 'Accepted for clients that name the transport; there is no other'
complete -c cardlint -n "__fish_cardlint_using_subcommand lsp" -s h -l help -d 'Print help'
complete -c cardlint -n "__fish_cardlint_using_subcommand completions" -s h -l help -d 'Print help'
