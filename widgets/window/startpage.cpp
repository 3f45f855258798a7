// SPDX-License-Identifier: MIT
#include "widgets/window/startpage.h"

#include "widgets/look/metrics.h"
#include "widgets/look/picture.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int columnWidth = 520;
constexpr int cardIcon = 24;

QPushButton *button(const char *name, const QString &text, bool isFirst = false)
{
    auto *made = new QPushButton(text);
    made->setObjectName(QLatin1StringView(name));
    made->setDefault(isFirst);
    return made;
}

} // namespace

StartPage::StartPage(QWidget *parent)
    : QScrollArea(parent)
    , m_tryText(new QLabel(tr("Draws a fractal and brings the picture back. It needs no account, and nothing leaves the computer.")))
{
    setObjectName("startPage"_L1);
    setAccessibleName(tr("Welcome"));
    setFrameShape(NoFrame);
    setWidgetResizable(true);
    auto *whole = new QWidget;
    whole->setBackgroundRole(QPalette::Base);
    whole->setAutoFillBackground(true);
    auto *title = new QLabel(tr("Run a script, and take what it makes"));
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.7);
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    title->setWordWrap(true);
    auto *text = new QLabel(tr("Punchcard sends a script to a machine of GitHub's, to one of yours, or to this computer. "
                               "Its log, its files and its timing come back here."));
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    auto *place = new QWidget;
    place->setMaximumWidth(columnWidth);
    auto *column = new QVBoxLayout(place);
    column->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    column->setSpacing(look::gap);
    column->addWidget(title);
    column->addWidget(text);
    column->addSpacing(look::wideGap);
    column->addWidget(makeCards());
    // In the middle, a little above it, as wide as it may be.
    auto *across = new QHBoxLayout;
    across->addStretch();
    across->addWidget(place, 1000);
    across->addStretch();
    auto *down = new QVBoxLayout(whole);
    down->setContentsMargins({});
    down->addStretch(2);
    down->addLayout(across);
    down->addStretch(3);
    setWidget(whole);
}

QWidget *StartPage::makeCards()
{
    auto *tryIt = button("tryHere", tr("Run an example"), true);
    auto *account = button("addAccount", tr("Add an account…"));
    auto *script = button("startNewScript", tr("New script"));
    auto *open = button("startOpenScript", tr("Open…"));
    connect(tryIt, &QPushButton::clicked, this, &StartPage::tryWished);
    connect(account, &QPushButton::clicked, this, &StartPage::accountWished);
    connect(script, &QPushButton::clicked, this, &StartPage::scriptWished);
    connect(open, &QPushButton::clicked, this, &StartPage::openWished);
    auto *both = new QWidget;
    auto *row = new QHBoxLayout(both);
    row->setContentsMargins({});
    row->setSpacing(look::gap);
    row->addWidget(script);
    row->addWidget(open);
    auto *cards = new QWidget;
    auto *column = new QVBoxLayout(cards);
    column->setContentsMargins({});
    column->setSpacing(look::gap);
    m_tryText->setObjectName("tryText"_L1);
    auto *useText = new QLabel(tr("With a token of yours, each job gets a private repository for as long as it runs."));
    auto *beginText = new QLabel(tr("Write one, or open one that you have. It stays where it is."));
    column->addWidget(makeCard(u"computer"_s, tr("Try it on this computer"), m_tryText, tryIt));
    column->addWidget(makeCard(u"account"_s, tr("Use GitHub"), useText, account));
    column->addWidget(makeCard(u"script"_s, tr("Begin with a script"), beginText, both));
    return cards;
}

void StartPage::setSandboxed(bool sandboxed)
{
    m_tryText->setText(
        sandboxed ? tr("Draws a fractal in a sandbox and brings the picture back. It needs no account, and nothing leaves the computer.")
                  : tr("Draws a fractal with all your rights, as there is no sandbox, and brings the picture back. Nothing leaves the "
                       "computer."));
}

QWidget *StartPage::makeCard(const QString &icon, const QString &title, QLabel *line, QWidget *action)
{
    auto *card = new QWidget;
    auto *name = new QLabel(title);
    QFont font = name->font();
    font.setWeight(QFont::DemiBold);
    name->setFont(font);
    line->setWordWrap(true);
    line->setForegroundRole(QPalette::PlaceholderText);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(look::halfGap);
    texts->addWidget(name);
    texts->addWidget(line);
    texts->addSpacing(look::halfGap);
    texts->addWidget(action, 0, Qt::AlignLeft);
    auto *row = new QHBoxLayout(card);
    row->setContentsMargins(0, look::gap, 0, look::gap);
    row->setSpacing(look::wideGap);
    row->addWidget(new look::Picture(icon, look::Tone::Accent, cardIcon), 0, Qt::AlignTop);
    row->addLayout(texts, 1);
    return card;
}

} // namespace punchcard
