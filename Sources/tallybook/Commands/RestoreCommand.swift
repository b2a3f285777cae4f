import Access
import ArgumentParser
import DatabaseAccess
import Foundation
import Store

struct RestoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Restore the store from a backup. Stop the server first.",
    discussion: """
      The backup is copied, checked, and renamed to the store once it is complete on disk; nothing changes before that. \
      The backup itself is not changed. If a store already exists, --replace is needed, which keeps it under another name.

      A backup also contains sessions, API tokens and email links that were revoked after it was made. Therefore all of \
      them are revoked: users sign in again with their passwords, and programs need new tokens. --keep-access keeps them.
      """)

  @OptionGroup var options: StoreOptions
  @Flag(help: "Replace the existing store, which is kept as STORE.old. [TALLYBOOK_REPLACE]")
  var replace = false
  @Flag(help: "Keep the sessions, API tokens and links of the backup valid. [TALLYBOOK_KEEP_ACCESS]")
  var keepAccess = false
  @Argument(help: "A file that `tallybook backup` wrote.", completion: .file()) var file: String

  func run() async throws {
    let target = StoreFiles(try options.store.path())
    guard Self.isFile(file) else { ExitError.exit(.noInput, "\(file) is not a file, or does not exist.") }
    let isThere = try checkPlace(target)
    SignalHandler.announce { target.partial.remove() }
    let copy = StoreCopy(source: file, target: target)
    let keepsAccess = keepAccess
    let access = try await copy.make({ try await Self.access(in: $0, isKept: keepsAccess) }) { partial in
      if isThere {
        print("The previous store is kept as \(try await StoreCopy.replace(target, by: partial)).")
      } else {
        try StoreCopy.rename(partial, to: target.path)
      }
    }
    print("Restored \(target.path) from \(file).")
    print(Self.words(access, isKept: keepsAccess))
  }

  /// Rejects folders, and pipes, which would block.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// - Returns: whether there is a store to replace. Exits if a file is in the way.
  private func checkPlace(_ target: StoreFiles) throws -> Bool {
    let present = target.present
    if StoreFiles(file).path == target.path, !present.isEmpty {
      ExitError.exit(.cannotCreate, "\(file) is the store itself; nothing was changed.")
    }
    guard let occupied = present.first else { return false }
    guard occupied == target.path else {
      ExitError.exit(
        .cannotCreate,
        """
        \(occupied) is left over from a deleted store, or a server still has it open; nothing was changed.
        Stop the server. If the file belongs to no store, remove it: otherwise it would be read as part of the restored one.
        """)
    }
    guard FileManager.default.fileExists(atPath: target.path) else {
      ExitError.exit(.cannotCreate, "\(target.path) is a link to a missing file; nothing was changed.")
    }
    if !replace {
      let others = present.dropFirst().map { ", \($0)" }.joined()
      ExitError.exit(
        .cannotCreate,
        """
        \(target.path) exists; nothing was changed. Stop the server, then add --replace, which keeps the store under another \
        name, or move its files away (\(occupied)\(others)).
        """)
    }
    return true
  }

  private static func access(in partial: String, isKept: Bool) async throws -> Credentials {
    try await StoreCopy.edit(partial) { session in
      let ways = try Credentials(session)
      if !isKept { try Credentials.endAll(now: StoreOptions.machineClock(), way: "restore", session) }
      return ways
    }
  }

  private static func words(_ ways: Credentials, isKept: Bool) -> String {
    isKept
      ? """
      Kept \(ways.words) of the backup, including those revoked after it was made. Revoke all with \
      `tallybook user sign-out --everybody`, or single ones on pages and with `tallybook token revoke`.
      """
      : "Revoked \(ways.words), since a backup contains those revoked after it was made (--keep-access keeps them)."
  }
}
