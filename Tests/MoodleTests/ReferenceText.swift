import Foundation

// Values of rows, and texts, as the reference reads them.

extension [String: String] {
  func int(_ column: String) -> Int? { self[column].flatMap { Int($0) } }

  /// An instant; 0 and NULL are none.
  func time(_ column: String) -> Int? { int(column).flatMap { $0 == 0 ? nil : $0 } }

  func decimal(_ column: String) -> Decimal? { self[column].flatMap { Decimal(string: $0) } }

  func plain(_ column: String) -> String? { self[column].flatMap(plainText) }

  func html(_ column: String) -> String? { self[column].flatMap(htmlText) }

  func name(_ column: String) -> String { html(column) ?? "-" }
}

func plainText(_ text: String) -> String? {
  let words = text.split { $0.isWhitespace }
  return words.isEmpty ? nil : words.joined(separator: " ")
}

/// For the markup that `RandomSite` writes: `<p>`, `<b>`, `<br>`, and the entities `&amp;`, `&lt;` and `&nbsp;`.
func htmlText(_ text: String) -> String? {
  let blanks = text.replacing("</p>", with: " ").replacing("<br>", with: " ").replacing("&nbsp;", with: " ")
  let bare = blanks.replacing(#/<\/?[a-z]+>/#, with: "")
  return plainText(bare.replacing("&lt;", with: "<").replacing("&amp;", with: "&"))
}

func iso(_ seconds: Int) -> String { Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601) }

func seconds(_ text: String) -> Int {
  Int((try? Date(text, strategy: .iso8601))?.timeIntervalSince1970 ?? 0)
}

/// 100 × part / whole, held in 0…100, to hundredths, half away from zero.
func percent(_ part: Decimal, _ whole: Decimal) -> String {
  // 36 digits are exact enough: the parts have at most seven decimals and the wholes are small.
  var quotient = min(max(part / whole * 100, 0), 100)
  var result = Decimal()
  NSDecimalRound(&result, &quotient, 2, .plain)
  return "\(result)"
}

/// A number in a text of Moodle.
func number(_ text: String?) -> Decimal? {
  guard let text = text.flatMap(plainText), text.wholeMatch(of: #/-?\d+(\.\d+)?/#) != nil else { return nil }
  return Decimal(string: text)
}
