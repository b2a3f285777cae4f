import Testing

@testable import Web

@Suite struct SelectOptionsTests {
  @Test func `Options are escaped, and the chosen one is marked`() {
    let html = SelectOptions.html([
      (id: "a\"b", title: "Sales <&> 'x'", isSelected: true), (id: "c", title: "Ünï", isSelected: false),
    ])
    #expect(
      html == """
        <option value="a&quot;b" selected>Sales &lt;&amp;&gt; &#39;x&#39;</option>
        <option value="c">Ünï</option>

        """)
  }
}
