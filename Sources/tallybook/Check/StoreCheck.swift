import ArgumentParser
import DatabaseAccess
import Foundation
import Import
import Jobs
import Statistics
import Store

/// Checks the store: its tables, a sample of its stored values, and the free space on its disk.
struct StoreCheck {
  let options: StoreOptions

  private static let sample = 200
  private static let roomWanted = 256 * 1_048_576

  func findings() async -> [Finding] {
    let database: any SQLDatabase
    do { database = try await options.store.openAsItIs() } catch let error as StorageError {
      return [.problem("Store \(options.store.shown): \(error.description)", mend: "See --store.", error.exitCode)]
    } catch { return [.problem("Store \(options.store.shown): \(error)", mend: "See --store.", .unavailable)] }
    do {
      let standing = try await Schema.standing(database)
      if let finding = tables(standing) { return [finding] + room() }
      return [try await content(database), try await sample(database)] + (try await wayIn(database)) + room()
    } catch {
      let status = (error as? StorageError)?.exitCode ?? .software
      let mend = "Try again, or restore a backup."
      return [.problem("Store \(options.store.shown): \(error)", mend: mend, status)] + room()
    }
  }

  private func tables(_ standing: Migrator.Standing) -> Finding? {
    if let unknown = standing.unknown.first {
      return .problem(
        "Store \(options.store.shown): it was created by another version of Tallybook (step \(unknown)).",
        mend: "Use that version, or create a new store and import the records.", .unavailable)
    }
    guard !standing.pending.isEmpty else { return nil }
    return .problem(
      "Store \(options.store.shown): its tables are older than this version (\(standing.pending.joined(separator: ", "))).",
      mend: "Make a backup, then start `tallybook serve`, which migrates the tables.")
  }

  private func content(_ database: any SQLDatabase) async throws -> Finding {
    let counts = try await database.read { session in
      try ["users", "groups", "courses", "attempts"].map {
        "\(try session.number("SELECT count(*) FROM \(raw: $0)")) \($0)"
      }
    }
    return .good("Store \(options.store.shown): good (\(counts.joined(separator: ", "))).")
  }

  private func sample(_ database: any SQLDatabase) async throws -> Finding {
    guard try await database.read({ try StandingsVersion.isCurrent($0) }) else {
      return .problem(
        "Stored values: computed by another version of Tallybook.",
        mend: "Run `tallybook rebuild`, or start `tallybook serve`, which recomputes them.")
    }
    let verification = try await database.write { session in
      var verification = Verification()
      try verification.run(session, sample: Self.sample)
      return verification
    }
    guard let first = verification.differences.first else {
      return .good("Stored values: those of \(verification.users) users match the records.")
    }
    return .problem(
      "Stored values: \(verification.count) differences among \(verification.users) users (\(first)).",
      mend: "`tallybook verify` lists all. Please report this: it is a bug.", .software)
  }

  private func wayIn(_ database: any SQLDatabase) async throws -> [Finding] {
    let (passwords, steps) = try await database.read {
      (try $0.number("SELECT count(*) FROM passwords"), try FirstSteps($0))
    }
    guard steps.hasOwner else {
      return [.problem(steps.noOwner, mend: "Name one: `tallybook user owner ADDRESS\(options.asArgument)`.")]
    }
    if passwords > 0 { return [] }
    return [.note("Nobody can sign in with a password yet: set one with `tallybook user password EMAIL`.")]
  }

  /// Empty for a store on a server, whose disk is elsewhere.
  private func room() -> [Finding] {
    guard let file = options.store.file else { return [] }
    let folder = URL(filePath: file).deletingLastPathComponent()
    guard access(folder.path, W_OK) == 0 else {
      return [
        .problem(
          "Folder \(folder.path): not writable.",
          mend: "SQLite writes next to the store: grant the server's user write access.",
          .cannotCreate)
      ]
    }
    return [Self.room(in: folder, "of the store")].compactMap { $0 }
  }

  static func room(in folder: URL, _ whose: String) -> Finding? {
    guard let free = FileFolder.freeBytes(folder), free < roomWanted else { return nil }
    return .problem(
      "Disk \(whose), \(folder.path): \(free / 1_048_576) MiB free.",
      mend: "Free some space; docs/operations.md lists what can be deleted.", .cannotCreate)
  }
}
