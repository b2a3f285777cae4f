import ArgumentParser
import Records

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import a records folder, the tables of a Moodle, or xAPI statements.",
    discussion: """
      `tallybook import FOLDER` imports a records folder; its options: `tallybook import folder --help`.

      The folder has one file per kind of record: users.csv, attempts.csv.gz, posts.ndjson … Importing the same folder \
      again changes nothing. A record with a known id is updated: fields with a column in the file are replaced, others \
      are kept. All errors are found in one run, with file, line and column; the first 100 are printed, and the exit \
      status is 65.

      Kinds: \(RecordKind.all.map(\.name).joined(separator: ", ")). `tallybook records` describes their fields, with \
      examples.

      Records that are missing from a file are kept, unless --snapshot names their kind: then the file is complete, and \
      records that are missing are closed or withdrawn if an earlier import wrote them (not a page or a directory). A \
      snapshot that is empty, or has less than half of the records that are open, stops the import (exit status 75); \
      repeat it with --accept-loss if the file is right.
      """,
    subcommands: [ImportFolderCommand.self, ImportMoodleCommand.self, ImportXAPICommand.self],
    defaultSubcommand: ImportFolderCommand.self)
}
