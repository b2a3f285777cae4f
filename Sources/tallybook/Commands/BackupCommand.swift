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
    if FileManager.default.fileExists(atPath: file) {
      Failing.exit(.cannotCreate, "\(file) exists already; nothing was written.")
    }
    try await WholeCopy.make(of: try options.existingPath(), at: file)
    print("Wrote \(file).")
  }
}

struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make the store anew from a backup. The store must not exist: move the old one away first.",
    discussion: """
      The backup is checked and stays as it is. Stop the server before: one that serves the old store goes on with it.
      """)

  @OptionGroup var options: StoreOptions
  @Argument(help: "A file that `tallybook backup` wrote.", completion: .file()) var file: String

  func run() async throws {
    let path = try options.path()
    guard FileManager.default.fileExists(atPath: file) else { Failing.exit(.noInput, "There is no file \(file).") }
    for occupied in [path, path + "-wal"] where FileManager.default.fileExists(atPath: occupied) {
      Failing.exit(.cannotCreate, "\(occupied) exists; stop the server and move the old store away first.")
    }
    try await WholeCopy.make(of: file, at: path)
    print("Restored \(path) from \(file).")
  }
}

/// A copy of a store's file that has its name once it is whole and on the disk.
private enum WholeCopy {
  static func make(of source: String, at file: String) async throws {
    let partial = file + ".part"
    clear(partial)
    umask(0o077)
    do {
      try await SQLiteEngine.copy(source, to: partial)
      guard sync(partial), rename(partial, file) == 0 else { throw StorageError.full("\(file) cannot be written") }
      _ = sync(URL(filePath: file).deletingLastPathComponent().path)
    } catch {
      clear(partial)
      throw error
    }
  }

  private static func clear(_ partial: String) {
    for ending in ["", "-journal"] { try? FileManager.default.removeItem(atPath: partial + ending) }
  }

  private static func sync(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }
}
