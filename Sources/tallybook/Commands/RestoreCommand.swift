import Access
import ArgumentParser
import DatabaseAccess
import Foundation
import SQLiteDatabase

struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Make the store anew from a backup. Stop the server first.",
    discussion: """
      The backup is copied, checked, and gets the store's name when all of it is on the disk; until then everything is as \
      before. The backup itself is not changed. A store that is there already is kept under another name with --replace; \
      without it, nothing is done.

      A backup brings back sessions, API tokens and links in mails that were ended after it was made. So all of them are \
      ended: people sign in again with their passwords, and programs need new tokens. --keep-access keeps them.
      """)

  @OptionGroup var options: StoreOptions
  @Flag(help: "Take the place of the store that is there, which is kept as STORE.old. [TALLYBOOK_REPLACE]")
  var replace = false
  @Flag(help: "Keep sessions, API tokens and links as they were when the backup was made. [TALLYBOOK_KEEP_ACCESS]")
  var keepAccess = false
  @Argument(help: "A file that `tallybook backup` wrote.", completion: .file()) var file: String

  func run() async throws {
    let target = StoreFiles(try options.path())
    guard Self.isFile(file) else { Failing.exit(.noInput, "There is no file \(file).") }
    let isThere = try checkPlace(target)
    Interruption.announce { target.partial.remove() }
    let copy = StoreCopy(source: file, target: target)
    let keepsAccess = keepAccess
    let access = try await copy.make({ try await Self.access(in: $0, isKept: keepsAccess) }) { partial in
      if isThere {
        print("The former store is kept as \(try await Self.replace(target, by: partial)).")
      } else {
        try StoreCopy.rename(partial, to: target.path)
      }
    }
    print("Restored \(target.path) from \(file).")
    print(Self.words(access, isKept: keepsAccess))
  }

  /// A pipe would be waited for, and a folder is none.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// - Returns: whether there is a store to be replaced. Ends the program if something is in the way.
  private func checkPlace(_ target: StoreFiles) throws -> Bool {
    let present = target.present
    if StoreFiles(file).path == target.path, !present.isEmpty {
      Failing.exit(.cannotCreate, "\(file) is the store itself; nothing was changed.")
    }
    guard let occupied = present.first else { return false }
    guard occupied == target.path else {
      Failing.exit(
        .cannotCreate,
        """
        \(occupied) is left of a store that is gone, or that a server still has open; nothing was changed.
        Stop the server. If there is no store to which it belongs, remove it: it would be taken for a part of the restored one.
        """)
    }
    guard FileManager.default.fileExists(atPath: target.path) else {
      Failing.exit(.cannotCreate, "\(target.path) is a link that leads nowhere; nothing was changed.")
    }
    if !replace {
      let others = present.dropFirst().map { ", \($0)" }.joined()
      Failing.exit(
        .cannotCreate,
        """
        \(target.path) exists; nothing was changed. Stop the server, then add --replace, which keeps it under another name, \
        or move all of it away (\(occupied)\(others)).
        """)
    }
    return true
  }

  /// Keeps the former store by a second name, then puts the copy in its place: at every moment one of both has the name.
  /// - Returns: the second name.
  private static func replace(_ target: StoreFiles, by partial: String) async throws -> String {
    try await SQLiteEngine.locking(target.path) {
      let names = [target.path + ".old"] + (2...99).map { "\(target.path).old-\($0)" }
      guard let name = names.first(where: { StoreFiles($0).present.isEmpty }) else {
        throw StorageError.unavailable("\(target.path).old and 98 more exist; remove some.")
      }
      guard link(target.path, name) == 0 else { throw StorageError.system(errno, "\(name) cannot be made") }
      guard rename(partial, target.path) == 0 else {
        let number = errno
        unlink(name)
        throw StorageError.system(number, "\(target.path) cannot be written")
      }
      return name
    }
  }

  private static func access(in partial: String, isKept: Bool) async throws -> WaysIn {
    try await SQLiteEngine.edit(partial) { session in
      let ways = try WaysIn(session)
      if !isKept { try WaysIn.endAll(now: StoreOptions.machineClock(), way: "restore", session) }
      return ways
    }
  }

  private static func words(_ ways: WaysIn, isKept: Bool) -> String {
    isKept
      ? """
      Kept \(ways.words) as the backup has them, also those that were ended after it was made. End them all with \
      `tallybook user sign-out --everybody`, or single ones on pages and with `tallybook token revoke`.
      """
      : "Ended \(ways.words), since a backup brings back those that were ended after it was made (--keep-access keeps them)."
  }
}
