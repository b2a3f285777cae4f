import ArgumentParser
import Foundation
import SQLiteDatabase

struct BackupCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Write a consistent copy of the store into a new file, also while it is served.")

  @OptionGroup var options: StoreOptions
  @Argument(help: "The file to write; it must not exist yet.", completion: .file()) var file: String

  func run() async throws {
    if FileManager.default.fileExists(atPath: file) {
      Failing.exit(.cannotCreate, "\(file) exists already; nothing was written.")
    }
    try await options.engine().backUp(to: file)
    print("Wrote \(file).")
  }
}

struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make the store anew from a backup. The store must not exist: move the old one away first.")

  @OptionGroup var options: StoreOptions
  @Argument(help: "A file that `tallybook backup` wrote.", completion: .file()) var file: String

  func run() async throws {
    let path = try options.path()
    guard FileManager.default.fileExists(atPath: file) else { Failing.exit(.dataError, "There is no file \(file).") }
    for occupied in [path, path + "-wal"] where FileManager.default.fileExists(atPath: occupied) {
      Failing.exit(.cannotCreate, "\(occupied) exists; stop the server and move the old store away first.")
    }
    // Through the engine rather than by copying: a file that is no store is refused before anything is written.
    var source = StoreOptions()
    source.store = file
    try await source.engine().backUp(to: path)
    print("Restored \(path) from \(file).")
  }
}
