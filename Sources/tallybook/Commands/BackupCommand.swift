import ArgumentParser
import DatabaseAccess
import Foundation
import SQLiteDatabase

struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Write a consistent copy of the store into a new file, also while it is served.",
    discussion: """
      The file has everything but the files of downloads, is readable by its owner alone, and appears once it is whole. \
      The store is only read: no table is brought up to date, so that one can make a backup before an update with \
      the program of after it. A store on PostgreSQL is backed up with pg_dump (docs/operations.md).
      """)

  @OptionGroup var options: StoreOptions
  @Argument(help: "The file to write; it must not exist yet.", completion: .file()) var file: String

  func run() async throws {
    let (source, target) = (try options.existingPath(), StoreFiles(file))
    if let occupied = target.present.first {
      Failing.exit(
        .cannotCreate, "\(occupied) exists already; nothing was written. Choose another name, or move it away.")
    }
    Interruption.announce("Stopped; no backup was written.") { target.partial.remove() }
    try await StoreCopy(source: source, target: target).make({ _ in }) { try StoreCopy.rename($0, to: target.path) }
    print("Wrote \(file).")
  }
}
