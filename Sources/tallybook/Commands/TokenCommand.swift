import Access
import ArgumentParser
import Calendar
import DatabaseAccess
import Foundation
import Jobs

struct TokenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "token", abstract: "Manage the tokens that programs use for the API.",
    subcommands: [Create.self, List.self, Revoke.self])

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Create a token with the rights of a user. It is printed once, on standard output.")

    @OptionGroup var options: StoreOptions
    @Option(help: "The user's email address.") var user: String
    @Flag(help: "The token can read data but not change it.") var readOnly = false
    @Option(help: "Last day on which the token works, such as 2027-12-31 (UTC).") var expires: String?
    @Option(help: "Purpose of the token; shown in the list.") var name = ""

    func run() async throws {
      let expiresAt = try expires.map { text in
        guard let day = Instant.days(text) else {
          throw ValidationError("--expires \(text) is not a date. Use for example 2027-12-31.")
        }
        return (day + 1) * Instant.secondsADay
      }
      let database = try await options.store.open()
      let now = StoreOptions.machineClock()
      let secret = try await database.write { [user, name, readOnly] session -> String? in
        guard let viewer = try Viewer(email: user, session) else { return nil }
        try Audit.note(
          "token.create", by: nil, subject: viewer.key, filters: "access=\(readOnly ? "read" : "write")", at: now,
          session)
        // The email is sent once a server with mail runs.
        try EmailNotification.add(.token, to: viewer.key, now: now, session)
        return try Token.create(
          for: viewer, name: name, isReadOnly: readOnly, expiresAt: expiresAt, now: now, session)
      }
      guard let secret else {
        ExitError.exit(.noUser, "No active user has the address \(user).")
      }
      print(secret)
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List all tokens, without their secrets.")

    @OptionGroup var options: StoreOptions

    func run() async throws {
      for token in try await options.store.open().read({ try Token.all($0) }) {
        let state =
          token.revokedAt.map { "revoked \(Instant.text($0))" }
          ?? token.expiresAt.map { "until \(Instant.text($0))" } ?? "does not expire"
        let access = token.isReadOnly ? "read-only" : "read and write"
        print(
          "\(token.key)  \(token.email)  \(access)  created \(Instant.text(token.createdAt))  \(state)  \(token.name)")
      }
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Revoke a token; it stops working at once.")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The token's number, as `token list` shows it.") var number: Int

    func run() async throws {
      let now = StoreOptions.machineClock()
      let found = try await options.store.open().write { [number] session in
        guard let user = try Token.user(of: number, session) else { return false }
        try Audit.note("token.revoke", by: nil, subject: user, filters: "number=\(number)", at: now, session)
        return try Token.revoke(number, now: now, session)
      }
      if !found { ExitError.exit(.dataError, "There is no token \(number); see tallybook token list.") }
      print("Token \(number) is revoked.")
    }
  }
}
