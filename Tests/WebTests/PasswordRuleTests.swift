import Access
import DatabaseAccess
import Testing
import TestSupport

/// The rules for new passwords, for every way to set one.
@Suite struct PasswordRuleTests {
  private static let ada = PasswordOwner(
    firstName: "Ada", lastName: "Núñez-Lovelace", email: "ada.king@analytical.example.org")

  private func fault(_ password: String) async -> Password.Fault? {
    await Password.fault(password, again: password, of: Self.ada)
  }

  @Test(arguments: [
    "password123", "Passwort1234", "1234567890", "0987654321", "qwertyuiop", "QWERTYUIOP!", "iloveyou123",
    "letmein2024",
    "Summer2026!", "drowssap12", "aaaaaaaaaaaa", "abcdefghijkl", "p@ssw0rd123", "P4ssw0rd!!", "passwordpassword",
    "monkey monkey", "adminadmin", "football99", "2024baseball", "ıloveyou2024", "ｐａｓｓｗｏｒｄ１２", "pássword2024",
    "welcome-2024!", "111111222222", "sunshine....",
  ]) func `A common password is refused, however it is dressed up`(password: String) async {
    #expect(await fault(password) == .common)
  }

  @Test(arguments: [
    "lovelace1815", "Lovelace-1815!", "ecalevolzenun-99", "ecalevol1815", "adalovelace", "LovelaceAda99",
    "nunezlovelace", "NÚÑEZ-1815-ada",
    "ada.king2024", "gnikada12345", "kingkingking", "analytical99", "1815analytical", "4d4l0v3l4c3", "ＬＯＶＥＬＡＣＥ1815",
    "tallybook2026", "n\u{303}un\u{303}ez1234567", "ada.king@analytical.example.org", "Ada Ada Ada Ada",
  ]) func `A password made of one's own name or address is refused`(password: String) async {
    let fault = await fault(password)
    #expect(fault == .own || fault == .common, "\(String(describing: fault))")
  }

  @Test(arguments: [
    "correct horse battery", "a new and longer one", "lovelace kept seven green umbrellas", "x7#kQ9!mzR",
    "Пчела любит чай",
    "ada and the difference engine", "tr0ub4dor&3 stays", "海辺の古い灯台の猫たち", "mad seagulls parading",
  ]) func `A password that nobody guesses is taken`(password: String) async {
    #expect(await fault(password) == nil)
  }

  @Test func `Lengths stay, and two that look alike differ`() async {
    #expect(await fault("x7#kQ9!mz") == .short)
    #expect(await fault(String(repeating: "x7#kQ9!m ", count: 200)) == .long)
    #expect(await Password.fault("caf\u{E9} umbrellas", again: "cafe\u{301} umbrellas", of: Self.ada) == .differs)
  }

  @Test func `Without a dictionary the most common are still refused`() {
    #expect(CommonPasswords.isReadable(), "this machine has none: Scripts/setup installs it")
    #expect(!CommonPasswords.isReadable("/no/such/dictionary"))
    for password in ["password123", "1234567890", "qwertyuiop", "aaaaaaaaaa", "abcdefghij"] {
      #expect(CommonPasswords.contains(password, dictionary: "/no/such/dictionary"), "\(password)")
    }
    #expect(!CommonPasswords.contains("correct horse battery", dictionary: "/no/such/dictionary"))
  }

  @Test(arguments: [("password2024", "easy to guess: many"), ("Coach-Person-2024", "easy to guess: it consists")])
  func `Every form that sets a password refuses it, and says why`(password: String, said: String) async throws {
    let site = try await TestSite()
    let (coach, owner) = (try await site.browser(of: "coach"), try await site.browser(of: "owner"))
    let changed = try await coach.send(
      "/account/password", [("present", TestSite.password), ("new", password), ("again", password)])
    #expect(changed.status == 422 && changed.text.contains(said))
    let made = try await owner.create([
      ("first_name", "Coach"), ("last_name", "Person"), ("email", "new@x.org"), ("way", "password"),
      ("new_password", password), ("group", "sales"), ("role", "learner"),
    ])
    #expect(made.status == 422 && made.text.contains(said) && !made.text.contains(password))
    #expect(try await site.store.row("users", ["email": "new@x.org"]) == nil)
    let link = try #require(try await owner.send("/members/coach/link").text.passwordLink)
    let reset = try await Browser(port: site.port).setPassword(by: link, password)
    #expect(reset.status == 422 && reset.text.contains(said) && !reset.text.contains(password))
    #expect(try await Browser(port: site.port).signIn("coach@x.org").location == "/")
  }
}
