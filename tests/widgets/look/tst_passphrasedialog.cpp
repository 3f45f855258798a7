// SPDX-License-Identifier: MIT
#include "widgets/look/passphrasedialog.h"

#include "tests/support/pictures.h"
#include "tests/support/testmain.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstPassphraseDialog : public QObject
{
    Q_OBJECT

private slots:
    void aFreshOneIsTypedTwice();
    void oneThatIsThereIsTypedOnce();

private:
    static QPushButton *ok(const QDialog &dialog) { return dialog.findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok); }
};

// Breaks for the user: a slip of the finger locks them out of their own tokens.
void TstPassphraseDialog::aFreshOneIsTypedTwice()
{
    look::PassphraseDialog dialog(u"Seal the tokens"_s,
                                  u"No keychain works here. Your tokens and secrets go into a file of your own, sealed by a passphrase "
                                  "that is asked for after each start."_s,
                                  true);
    dialog.show();
    const QList<QLineEdit *> fields = dialog.findChildren<QLineEdit *>();
    QCOMPARE(fields.size(), 2);
    QVERIFY(!ok(dialog)->isEnabled());
    for (QLineEdit *field : fields)
        QVERIFY(field->echoMode() == QLineEdit::Password && !field->accessibleName().isEmpty());
    QTest::keyClicks(fields.at(0), u"correct horse"_s);
    QTest::keyClicks(fields.at(1), u"correct hose"_s);
    QVERIFY(!ok(dialog)->isEnabled());
    QVERIFY(dialog.findChildren<QLabel *>().last()->text().contains(u"differ"_s));
    testing::takePictures(dialog, u"passphrase-fresh"_s);
    fields.at(1)->setText(u"correct horse"_s);
    QVERIFY(ok(dialog)->isEnabled());
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(dialog.result(), int(QDialog::Accepted));
    QCOMPARE(dialog.take().bytes().toByteArray(), QByteArray("correct horse"));
    QVERIFY2(fields.at(0)->text().isEmpty() && fields.at(1)->text().isEmpty(), "nothing stays in the fields");
}

void TstPassphraseDialog::oneThatIsThereIsTypedOnce()
{
    look::PassphraseDialog dialog(u"Unlock the tokens"_s,
                                  u"Your tokens and secrets lie in a file that a passphrase seals. A job needs them to go on."_s, false);
    dialog.show();
    QCOMPARE(dialog.findChildren<QLineEdit *>().size(), 1);
    testing::takePictures(dialog, u"passphrase"_s);
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QCOMPARE(dialog.result(), int(QDialog::Rejected));
}

PUNCHCARD_TEST(TstPassphraseDialog, tst_passphrasedialog)
#include "tst_passphrasedialog.moc"
