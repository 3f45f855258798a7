// SPDX-License-Identifier: MIT
#include "tests/support/testmain.h"
#include "widgets/look/appearance.h"
#include "widgets/look/tones.h"

using namespace punchcard;

class TstAppearance : public QObject
{
    Q_OBJECT

private slots:
    void everyTextCanBeRead_data();
    void everyTextCanBeRead();
};

void TstAppearance::everyTextCanBeRead_data()
{
    QTest::addColumn<punchcard::Theme>("theme");
    QTest::newRow("light") << Theme::Light;
    QTest::newRow("dark") << Theme::Dark;
    QTest::newRow("light, high contrast") << Theme::HighContrastLight;
    QTest::newRow("dark, high contrast") << Theme::HighContrastDark;
}

// Breaks for the user: text that is too pale for its ground. What cannot be used may be paler.
void TstAppearance::everyTextCanBeRead()
{
    QFETCH(const Theme, theme);
    const QPalette palette = look::paletteOf(theme);
    using Role = QPalette::ColorRole;
    const std::pair<Role, Role> pairs[] = {
        {Role::WindowText, Role::Window},
        {Role::Text, Role::Base},
        {Role::ButtonText, Role::Button},
        {Role::PlaceholderText, Role::Window},
        {Role::PlaceholderText, Role::Base},
        {Role::Link, Role::Window},
        {Role::Link, Role::Base},
        {Role::HighlightedText, Role::Highlight},
        {Role::ToolTipText, Role::ToolTipBase},
    };
    for (const QPalette::ColorGroup group : {QPalette::Active, QPalette::Inactive}) {
        for (const auto &[text, ground] : pairs) {
            const double contrast = look::contrast(palette.color(group, text), palette.color(group, ground));
            QVERIFY2(contrast >= 4.5, qPrintable(QStringLiteral("%1 on %2: %3").arg(int(text)).arg(int(ground)).arg(contrast)));
        }
    }
    // The ring round what has the focus is among them.
    for (int tone = 0; tone <= int(look::Tone::Accent); ++tone) {
        const double contrast = look::contrast(look::colour(look::Tone(tone), palette), palette.color(QPalette::Window));
        QVERIFY2(contrast >= 4.5, qPrintable(QStringLiteral("tone %1: %2").arg(tone).arg(contrast)));
    }
}

PUNCHCARD_TEST(TstAppearance, tst_appearance)
#include "tst_appearance.moc"
