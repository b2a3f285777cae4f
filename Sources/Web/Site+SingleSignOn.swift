import Hummingbird
import SingleSignOn

extension Site {
  /// The way to the company's own sign-in and back.
  static let singleSignOn: [Route] = [
    Route(
      method: .get, path: "/signin/sso", permission: .anyone, parameters: .query(["return_to"]),
      answer: SingleSignOnPage.start),
    // Providers send more than they were asked for (`session_state`, `scope`), and a client must ignore what it does not
    // know (RFC 6749, section 4.1.2).
    Route(
      method: .get, path: RouterPath(SingleSignOnSettings.callback), permission: .anyone, parameters: .anything,
      answer: SingleSignOnPage.finish),
  ]
}
