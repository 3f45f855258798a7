// SPDX-License-Identifier: MIT
#include "widgets/window/waitingbar.h"

#include "core/models/wording.h"

#include <QPushButton>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

struct WaitText
{
    Q_DECLARE_TR_FUNCTIONS(WaitingBar)
};

QString openEnd(Waiting::For what)
{
    switch (what) {
    case Waiting::For::Network: return WaitText::tr("Waiting for the network.");
    case Waiting::For::Quota: return WaitText::tr("Waiting because of the server's limits.");
    case Waiting::For::Token: return WaitText::tr("Waiting for a token that is accepted.");
    case Waiting::For::Secret: return WaitText::tr("Waiting for a secret's value.");
    case Waiting::For::Keychain: return WaitText::tr("Waiting for the keychain.");
    case Waiting::For::Disk: return WaitText::tr("Waiting for the disk.");
    case Waiting::For::Decision: return WaitText::tr("Waiting for a decision of yours.");
    case Waiting::For::Runner: return WaitText::tr("Waiting for a runner.");
    }
    return {};
}

QString untilThen(Waiting::For what)
{
    switch (what) {
    case Waiting::For::Network: return WaitText::tr("Waiting for the network, next try %1.");
    case Waiting::For::Quota: return WaitText::tr("Waiting because of the server's limits, next try %1.");
    case Waiting::For::Token: return WaitText::tr("Waiting for a token that is accepted, next try %1.");
    case Waiting::For::Secret: return WaitText::tr("Waiting for a secret's value, next try %1.");
    case Waiting::For::Keychain: return WaitText::tr("Waiting for the keychain, next try %1.");
    case Waiting::For::Disk: return WaitText::tr("Waiting for the disk, next try %1.");
    case Waiting::For::Decision: return WaitText::tr("Waiting for a decision of yours, next try %1.");
    case Waiting::For::Runner: return WaitText::tr("Waiting for a runner until %1.");
    }
    return {};
}

// Null: there is no place in the window where it could be mended.
QString mendText(Waiting::For what)
{
    switch (what) {
    case Waiting::For::Token: return WaitText::tr("Open the account…");
    case Waiting::For::Secret: return WaitText::tr("Enter the value…");
    case Waiting::For::Disk: return WaitText::tr("Make room…");
    case Waiting::For::Network:
    case Waiting::For::Quota:
    case Waiting::For::Keychain:
    case Waiting::For::Decision:
    case Waiting::For::Runner: break;
    }
    return {};
}

} // namespace

WaitingBar::WaitingBar(QWidget *parent)
    : NoticeBar(u"state-waiting"_s, look::Tone::Waiting, parent)
    , m_mend(addButton(u"mendWait"_s, {}, [this] { emit mendWanted(); }, Press::Stays))
{
    setObjectName("waitingBar"_L1);
    m_mend->hide();
    addButton(u"tryAgain"_s, tr("Try again now"), [this] { emit tryAgainWanted(); });
}

void WaitingBar::tellWait(const Waiting &waiting)
{
    const QString heading
        = waiting.until ? untilThen(waiting.what).arg(momentText(*waiting.until, QDate::currentDate())) : openEnd(waiting.what);
    tell(heading, waiting.error.sentence(), waiting.error.page);
    const QString mend = mendText(waiting.what);
    m_mend->setText(mend);
    m_mend->setVisible(!mend.isEmpty());
}

} // namespace punchcard
