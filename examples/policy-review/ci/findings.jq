# What becomes of the findings: {source, message}; file, line, rule, address and attribute where they are known; and severity, "warning", where they let a
# change pass.

# clean is a text in one line that is not too long, without control characters.
def clean:
  tostring | gsub("[\\n\\r\\t\\x{2028}\\x{2029}]+"; " ") | gsub("[\\p{Cc}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]"; "\ufffd")
  | if length > 1000 then .[:1000] + "…" else . end;

# markdown is a text that reads as it is, and means nothing: no link, no mention of anybody, no HTML. A zero-width space keeps the
# forges from seeing references, for which they look where backslashes are gone.
def markdown:
  clean
  | gsub("(?<c>[@#!$%&~^](?=[\\w\"#\\[])|:(?=//|[a-z0-9_+-]+:)|(?i:www(?=\\.)|mailto(?=:)|GH(?=-)))"; .c + "\u200b")
  | gsub("(?<c>[\\\\`*_\\[\\]~#])"; "\\" + .c)
  | gsub("&"; "&amp;") | gsub("<"; "&lt;") | gsub(">"; "&gt;") | gsub("\\|"; "&#124;") | gsub("\\$"; "&#36;");

def is_warning: .severity == "warning";

# titles say what found it.
def title:
  {lint: "Unknown to the provider", rules: (if is_warning then "Warning of the rules" else "Rule that failed" end), fmt: "Format", init: "terraform init", validate: "terraform validate",
   test: "terraform test", plan: "terraform plan"}[.source] + (if .rule then ": " + .rule else "" end);

def place: if .file then .file + (if .line then ":\(.line)" else "" end) else null end;

# text is a finding as a line of the log.
def text: (if .file then place + ": " else "" end) + (.message | clean) + " (" + title + ")";

# annotation is a finding as GitHub shows it at its line. The escapes are those of the runner.
def data: clean | gsub("%"; "%25");
def property: data | gsub(":"; "%3A") | gsub(","; "%2C");
def annotation:
  "::\(if is_warning then "warning" else "error" end) " + (if .file then "file=" + (.file | property) + ",line=\(.line // 1)," else "" end) + "title=" + (title | property) + "::" + (.message | data);

# code_quality is the report that GitLab shows at the lines of a merge request, where a place is needed. The fingerprint says which
# finding it is without its line, so that it stays the same when lines above it come and go; equal ones are counted.
def code_quality:
  [.[] | select(.file)]
  | map(. + {key: ([.source, .rule, .address, .attribute, .file, .message] | map(. // "") | join("|"))})
  | group_by(.key) | map(to_entries[] | .value + {nth: .key})
  | map({
      description: (.message | clean), check_name: (.rule // .source), severity: (if is_warning then "minor" else "major" end), fingerprint: "\(.key)|\(.nth)",
      location: {path: .file, lines: {begin: (.line // 1)}}
    });

# item is a finding as an item of a list; $link is the address of the folder at this commit, or "".
def item($link):
  "- "
  + (if .rule then "**" + (.rule | markdown) + "** " else "" end)
  + (if .file then
       (place | markdown) as $place
       | (if $link == "" then $place else "[\($place)](\($link)/\(.file | split("/") | map(@uri) | join("/"))#L\(.line // 1))" end) + ": "
     else "" end)
  + (.message | markdown) + "\n";

# list is a section of the comment with at most so many bytes of items; what is too much is counted.
def list($heading; $link; $limit):
  if length == 0 then "" else
    reduce (.[] | item($link)) as $item ({text: "", left: 0};
      if .left == 0 and ((.text + $item) | utf8bytelength) <= $limit then .text += $item else .left += 1 end)
    | "### \($heading)\n\n" + .text + (if .left > 0 then "- … and \(.left) more, which the log has\n" else "" end) + "\n"
  end;

def counted($one; $many): if length == 0 then empty else "\(length) \(if length == 1 then $one else $many end)" end;

# comment is all that stands above the review. $undone are the sentences about what did not run.
def comment($undone; $link):
  map(select(is_warning)) as $warnings | map(select(is_warning | not))
  | map(select(.source == "rules")) as $rules | map(select(.source == "lint")) as $lint | map(select(.source | IN("rules", "lint") | not)) as $other
  | ([($rules | counted("failed rule"; "failed rules")), ($lint | counted("unknown name"; "unknown names")),
      ($other | counted("finding of Terraform"; "findings of Terraform"))] | join(", ")) as $counts
  | "## Travel policy: "
  + (if $counts != "" then $counts elif ($undone | length) > 0 then "nothing found, but not all was checked" else "nothing found" end)
  + ([$warnings | counted("warning"; "warnings")] | map(", " + .) | join("")) + "\n\n"
  + ($undone | map("> **\(markdown)**\n\n") | join(""))
  + ($rules | list("Rules that failed"; $link; 12000))
  + ($lint | list("Names that the provider does not know"; $link; 5000))
  + ($other | list("Terraform"; $link; 4000))
  + ($warnings | list("Warnings"; $link; 3000));
