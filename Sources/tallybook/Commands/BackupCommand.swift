import ArgumentParser
import DatabaseAccess
import Foundation
import Store

struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Write a consistent copy of the store to a new file, even while a server uses it.",
    discussion: """
      The copy has everything except downloadable files. Only its owner can read it, and it appears once it is complete. \
      The store is not changed or migrated, so the new version of the program can make a backup before the update. Back \
      up a store on PostgreSQL with pg_dump (docs/operations.md).
      """)

  @OptionGroup var options: StoreOptions
  @Argument(help: "File to write; must not exist yet.", completion: .file()) var file: String

  func run() async throws {
    let (source, target) = (try options.store.existingPath(), StoreFiles(file))
    if let occupied = target.present.first {
      ExitError.exit(
        .cannotCreate, "\(occupied) already exists; nothing was written. Choose another name, or move that file away.")
    }
    SignalHandler.announce("Stopped; no backup was written.") { target.partial.remove() }
    try await StoreCopy(source: source, target: target).make({ _ in }) { try StoreCopy.rename($0, to: target.path) }
    print("Wrote \(file).")
  }
}
