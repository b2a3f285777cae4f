import Hummingbird
import SingleSignOn

extension Site {
  /// The way to the company's own sign-in and back.
  static let singleSignOn: [Route] = [
    Route(method: .get, path: "/signin/sso", permission: .anyone, answer: SingleSignOnPage.start),
    Route(
      method: .get, path: RouterPath(SingleSignOnSettings.callback), permission: .anyone,
      answer: SingleSignOnPage.finish),
  ]
}
