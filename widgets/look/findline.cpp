// SPDX-License-Identifier: MIT
#include "widgets/look/findline.h"

#include "widgets/look/icons.h"

#include <QAction>
#include <QCoreApplication>
#include <QLineEdit>

namespace punchcard::look {

using namespace Qt::StringLiterals;

namespace {

struct FindLineText
{
    Q_DECLARE_TR_FUNCTIONS(FindLine)
};

} // namespace

void addClearButton(QLineEdit *line)
{
    line->setClearButtonEnabled(true);
    // Qt gives its action a picture only.
    if (auto *clear = line->findChild<QAction *>(u"_q_qlineeditclearaction"_s))
        clear->setText(FindLineText::tr("Clear"));
}

void makeFindLine(QLineEdit *line)
{
    addClearButton(line);
    line->addAction(icon(u"search"_s), QLineEdit::LeadingPosition)->setText(FindLineText::tr("Find"));
}

} // namespace punchcard::look
