// SPDX-License-Identifier: MIT
#include "tests/support/testmain.h"
#include "widgets/look/appearance.h"
#include "widgets/look/codethemes.h"
#include "widgets/look/tones.h"

#include <QMetaEnum>

using namespace punchcard;
using CodeTheme = KSyntaxHighlighting::Theme;

class TstCodeThemes : public QObject
{
    Q_OBJECT

private slots:
    void scriptsCanBeReadInEachTheme_data();
    void scriptsCanBeReadInEachTheme();
    void aChosenOneIsTaken();
};

void TstCodeThemes::scriptsCanBeReadInEachTheme_data()
{
    QTest::addColumn<punchcard::Theme>("theme");
    QTest::addColumn<double>("least");
    QTest::newRow("light") << Theme::Light << 4.5;
    QTest::newRow("dark") << Theme::Dark << 4.5;
    QTest::newRow("light, high contrast") << Theme::HighContrastLight << 7.0;
    QTest::newRow("dark, high contrast") << Theme::HighContrastDark << 7.0;
}

// Breaks for the user: comments that cannot be read, or an editor that is a stain in the window.
void TstCodeThemes::scriptsCanBeReadInEachTheme()
{
    QFETCH(const Theme, theme);
    QFETCH(const double, least);
    const QPalette palette = look::paletteOf(theme);
    const CodeTheme colours = look::codeTheme({}, palette);
    QVERIFY(colours.isValid());
    const QColor ground = QColor::fromRgba(colours.editorColor(CodeTheme::BackgroundColor));
    QCOMPARE(ground, palette.color(QPalette::Base));
    const auto styles = QMetaEnum::fromType<CodeTheme::TextStyle>();
    for (int i = 0; i < styles.keyCount(); ++i) {
        const QColor text = QColor::fromRgba(colours.textColor(CodeTheme::TextStyle(styles.value(i))));
        QVERIFY2(look::contrast(text, ground) >= least, styles.key(i));
        QVERIFY2(look::contrast(text, QColor::fromRgba(colours.editorColor(CodeTheme::CurrentLine))) >= 4.5, styles.key(i));
    }
    const QColor normal = QColor::fromRgba(colours.textColor(CodeTheme::Normal));
    for (const CodeTheme::EditorColorRole hit : {CodeTheme::SearchHighlight, CodeTheme::ReplaceHighlight})
        QVERIFY(look::contrast(normal, QColor::fromRgba(colours.editorColor(hit))) >= 4.5);
}

void TstCodeThemes::aChosenOneIsTaken()
{
    const QPalette palette = look::paletteOf(Theme::Light);
    QCOMPARE(look::codeTheme(QStringLiteral("Solarized Dark"), palette).name(), QStringLiteral("Solarized Dark"));
    QCOMPARE(look::codeTheme(QStringLiteral("no such theme"), palette).name(), QStringLiteral("Punchcard Light"));
}

PUNCHCARD_TEST(TstCodeThemes, tst_codethemes)
#include "tst_codethemes.moc"
