import ArgumentParser
import Export
import Records

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write records to a records folder, or xAPI statements to a file.",
    discussion: """
      `tallybook export FOLDER` writes a records folder; its options: `tallybook export folder --help`.

      `tallybook import FOLDER` reads the folder. Imported into an empty store, it gives the same statistics, and \
      exporting that store gives the same files, byte for byte. All records are written, including withdrawn facts, \
      closed memberships and enrolments, archived courses and posts, and deleted users; one file per kind, sorted by \
      key, as of one moment, even while a server uses the store.

      With --user, the folder has what Tallybook knows about one person, for example to answer a request for a copy of \
      their data: their record, identities, memberships, managers and direct reports, enrolments, facts, posts and \
      reactions, the courses and sessions that name them, and the audit log's entries by and about them (audit.ndjson).

      Not exported, because they are not records: passwords, sessions and tokens, saved reports and prepared files, \
      xAPI statements (tallybook export xapi), what a directory has stated, earlier intervals of reopened memberships and manager relations, \
      and which source wrote a record. A backup has them (tallybook backup); tallybook move copies a store to another \
      engine.

      The folder appears once it is complete: until then, it is FOLDER.part. The audit log records the export.

      Kinds: \(RecordKind.all.map(\.name).joined(separator: ", ")).
      """,
    subcommands: [ExportFolderCommand.self, ExportXAPICommand.self], defaultSubcommand: ExportFolderCommand.self)
}

extension ExportError {
  var status: ExitCode {
    switch self {
    case .occupied: .cannotCreate
    case .system: isFull ? .cannotCreate : .inputOutput
    case .unwritable: .dataError
    case .unknownUser: .noUser
    }
  }
}
