import Access
import ArgumentParser
import DatabaseAccess
import Foundation
import Jobs
import Store

struct UserCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "user",
    abstract: "Name the owner; create, delete and restore users; set passwords; sign everybody out.",
    discussion: """
      In a new store:

        tallybook import my-records              # your users, if you have records of them
        tallybook user owner ada@example.com     # one of them, or a first user, who sees everybody
        tallybook user password ada@example.com
        tallybook serve
      """,
    subcommands: [NameOwner.self, Create.self, Delete.self, Restore.self, SetPassword.self, SignOut.self])

  struct SetPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "password",
      abstract: "Set a user's password from a prompt or standard input; ends the user's sessions and tokens.")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The user's email address.") var email: String

    func run() async throws {
      let database = try await options.store.open()
      guard let viewer = try await database.read({ [email] in try Viewer(email: email, $0) }) else {
        ExitError.exit(
          .noUser,
          "No active user has the address \(email). To create a first user: tallybook user owner ADDRESS")
      }
      let password = NewPassword.read()
      await password.check(PasswordOwner(firstName: viewer.firstName, lastName: viewer.lastName, email: viewer.email))
      let hash = await password.hash()
      let now = StoreOptions.machineClock()
      try await database.write { try NewPassword.set(hash, of: viewer.key, now: now, $0) }
      print("\(viewer.email) can sign in with the new password.")
    }
  }

  struct SignOut: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sign-out", abstract: "End all sessions, API tokens and email links of all users.",
      discussion:
        "Use it for a PostgreSQL store restored from a dump, or if secrets were exposed. Passwords remain valid.")

    @OptionGroup var options: StoreOptions
    @Flag(help: "Required: confirms that this applies to all users. [TALLYBOOK_EVERYBODY]") var everybody = false

    func run() async throws {
      guard everybody else { throw ValidationError("This ends the sessions and tokens of all users: add --everybody.") }
      let now = StoreOptions.machineClock()
      let ended = try await options.store.open().write { session in
        let ways = try Credentials(session)
        try Credentials.endAll(now: now, way: "command", session)
        return ways
      }
      print("Revoked \(ended.words). People sign in again with their passwords; programs need new tokens.")
    }
  }
}
