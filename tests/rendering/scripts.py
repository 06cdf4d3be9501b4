"""One invented letter, said in the scripts that our readers write: clean water is everyone's right."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.rendering.document import (
    Addressee,
    Document,
    EmbargoNotice,
    Letterhead,
    MediaContact,
    NameGroup,
    Paper,
    PressText,
    PrintedName,
    PrintedQuote,
    SignatoryList,
    SigningCall,
    Translation,
)
from app.rendering.templates_on_disk import letter_template

DATED = datetime(2027, 5, 3, 7, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Writing:
    """A language in one of its scripts.

    `title` and `sentence` use the letters that are hard in this script; `names` are of organisations, `asks` items of a
    list, `until` the line of an embargo.
    """

    language: str
    title: str
    sentence: str
    asks: tuple[str, str]
    names: tuple[str, str, str]
    until: str
    direction: str = "ltr"


WRITINGS = (
    Writing(
        "en",
        "Clean water before the summer",
        "Łódź, Żnin, Đurđevac, Århus, İzmir, Iğdır, Plzeň, Győr, Hűvösvölgy, Țăndărei, Iași, Għajnsielem, Cœuvres and "
        "Mỹ Tho ask: nước sạch là quyền của mọi người, na ƙasa da ɓangare, ọ̀nà, ẹ̀tọ́.",
        ("publish every overflow within one day", "finish the second basin by June"),
        ("Ærø Søfart", "Šibenik Želi Čisto", "Hội Nước Sạch Thủ Đức"),
        "Embargoed until Monday 3 May 2027, 09:00 CEST (Brussels)",
    ),
    Writing(
        "ru",
        "Чистая вода до лета",
        "Чистая вода нужна каждому городу на побережье; объём сбросов ещё никто не опубликовал.",
        ("опубликовать каждый сброс", "достроить второй бассейн"),
        ("Общество чистой воды", "Друзья Волги", "Ёлкинский союз"),
        "Не публиковать до понедельника, 3 мая 2027 года, 09:00",
    ),
    Writing(
        "kk",
        "Жазға дейін таза су",
        "Таза су әрбір қалаға қажет: өзендер мен көлдер үшін ұрпақтар алдында жауаптымыз, ғалымдар, үйлер, "
        "һәм іңірдегі шаһар.",
        ("әр төгінді жариялау", "екінші бассейнді аяқтау"),
        ("Таза су қоғамы", "Өзен достары", "Іле ұйымы"),
        "2027 жылғы 3 мамыр, дүйсенбі, сағат 09:00-ге дейін",
    ),
    Writing(
        "ky",
        "Жайга чейин таза суу",
        "Таза суу ар бир шаарга керек: көлдөр менен өзөндөр үчүн баарыбыз жооптуубуз, ыңгайлуу үйлөр.",
        ("ар бир агындыны жарыялоо", "экинчи көлмөнү бүтүрүү"),
        ("Таза суу коому", "Көл достору", "Ысык-Көл үйү"),
        "2027-жылдын 3-майына, саат 09:00гө чейин",
    ),
    Writing(
        "ug-Cyrl",
        "Язғичә пак су",
        "Пак су һәммимизгә керәк: дәриялар вә көлләр үчүн җавапкәрмиз, өстәңләрни қоғдаймиз.",
        ("һәр бир еқинни елан қилиш", "иккинчи көлни пүтириш"),
        ("Пак су җәмийити", "Дәрия достлири", "Или өстәңлири"),
        "2027-жили 3-май саат 09:00ғичә",
    ),
    Writing(
        "ug",
        "يازغىچە پاكىز سۇ",
        "پاكىز سۇ ھەممىمىزگە كېرەك دەريالار ۋە كۆللەر ئۈچۈن جاۋابكارمىز ئۆستەڭلەرنى قوغدايمىز ئەمگەك ژۇرنال غەلىبە",
        ("ھەر بىر ئېقىننى ئېلان قىلىش", "ئىككىنچى كۆلنى پۈتتۈرۈش"),
        ("پاكىز سۇ جەمئىيىتى", "دەريا دوستلىرى", "ئىلى ئۆستەڭلىرى"),
        "2027-يىلى 3-ماي سائەت 09:00 غىچە",
        "rtl",
    ),
    Writing(
        "ar",
        "ماء نظيف قبل الصيف",
        "الماء النظيف حق لكل إنسان ونطلب من الوزارة نشر السجلات كاملة لأن البلدات لا تملك إلا القليل من الوقت",
        ("نشر كل تسرب خلال يوم", "إنهاء الحوض الثاني"),
        ("جمعية المياه النظيفة", "أصدقاء النهر", "اتحاد الأهالي"),
        "محظور النشر حتى الاثنين 3 مايو 2027 الساعة 09:00",
        "rtl",
    ),
    Writing(
        "fa",
        "آب پاک پیش از تابستان",
        "آب پاک حق همه است و ما می‌خواهیم گزارش‌ها پیش از تابستان منتشر شود چون شهرهای کنار رود چشم‌به‌راه‌اند",
        ("انتشار هر گزارش", "پایان حوض دوم"),
        ("انجمن آب پاک", "دوستان رودخانه", "کانون ژاله"),
        "انتشار تا ۳ مه ۲۰۲۷ ساعت ۰۹:۰۰ ممنوع است",
        "rtl",
    ),
    Writing(
        "he",
        "מים נקיים לפני הקיץ",
        "מים נקיים הם זכות של כל אדם ואנו מבקשים מהמשרד לפרסם את הרשומות ללא דיחוי בארץ כולה",
        ("לפרסם כל גלישה", "לסיים את האגן השני"),
        ("אגודת המים", "ידידי הנהר", "ועד החוף"),
        "אסור לפרסום עד יום שני 3 במאי 2027 בשעה 09:00",
        "rtl",
    ),
    Writing(
        "zh-Hans",
        "夏天之前要有干净的水",
        "干净的水是每个人的权利。我们请部长公布全部记录，并说明何时完工。",
        ("一天之内公布每次溢流", "六月之前建成第二水池"),
        ("清水协会", "河流之友", "海岸居民联合会"),
        "2027年5月3日星期一09:00前不得发布",
    ),
    Writing(
        "zh-Hant",
        "夏天之前要有乾淨的水",
        "乾淨的水是每個人的權利。我們請部長公布全部紀錄，並說明何時完工，讓臺灣與香港的讀者也能讀到。",
        ("一天之內公布每次溢流", "六月之前建成第二水池"),
        ("清水協會", "河流之友", "海岸居民聯合會"),
        "2027年5月3日星期一09:00前不得發布",
    ),
    Writing(
        "bo",
        "དབྱར་ཁའི་སྔོན་ལ་ཆུ་གཙང་མ།",
        "ཆུ་གཙང་མ་ནི་མི་ཚང་མའི་ཐོབ་ཐང་ཡིན། ང་ཚོས་ཐོ་གཞུང་ཁྱབ་བསྒྲགས་གནང་རོགས་ཞེས་རེ་འདུན་ཞུ་གི་ཡོད།",
        ("ཉིན་གཅིག་ནང་ཁྱབ་བསྒྲགས།", "རྫིང་བུ་གཉིས་པ་འགྲུབ་པ།"),
        ("ཆུ་གཙང་མའི་ཚོགས་པ།", "གཙང་པོའི་གྲོགས་པོ།", "མཚོ་འགྲམ་མཐུན་ཚོགས།"),
        "༢༠༢༧ ལོའི་ཟླ་ ༥ ཚེས་ ༣ བར་མ་བསྒྲགས།",
    ),
    Writing(
        "hi",
        "गर्मी से पहले स्वच्छ जल",
        "स्वच्छ जल हर मनुष्य का अधिकार है और हम मंत्रालय से सभी अभिलेख प्रकाशित करने की माँग करते हैं।",
        ("हर रिसाव की सूचना", "दूसरा कुंड पूरा करना"),
        ("जल अधिकार मंच", "नदी मित्र", "तटीय निवासी संघ"),
        "सोमवार 3 मई 2027 को 09:00 बजे तक प्रकाशन निषिद्ध",
    ),
    Writing(
        "bn",
        "গ্রীষ্মের আগে পরিষ্কার জল",
        "পরিষ্কার জল প্রত্যেক মানুষের অধিকার এবং আমরা মন্ত্রকের কাছে সব নথি প্রকাশের দাবি জানাই।",
        ("প্রতিটি ঘটনা প্রকাশ", "দ্বিতীয় জলাধার শেষ করা"),
        ("জল অধিকার মঞ্চ", "নদী বন্ধু", "উপকূল সমিতি"),
        "সোমবার ৩ মে ২০২৭ পর্যন্ত প্রকাশ নিষিদ্ধ",
    ),
    Writing(
        "ta",
        "கோடைக்கு முன் தூய நீர்",
        "தூய நீர் ஒவ்வொரு மனிதரின் உரிமை என்பதால் அனைத்து பதிவுகளையும் வெளியிடுமாறு கேட்கிறோம்.",
        ("ஒவ்வொரு கசிவையும் வெளியிடுதல்", "இரண்டாம் குளத்தை முடித்தல்"),
        ("நீர் உரிமை மன்றம்", "நதி நண்பர்கள்", "கடலோர சங்கம்"),
        "திங்கள் 3 மே 2027 வரை வெளியிட வேண்டாம்",
    ),
    Writing(
        "ka",
        "სუფთა წყალი ზაფხულამდე",
        "სუფთა წყალი ყველა ადამიანის უფლებაა და ჩვენ ვთხოვთ სამინისტროს ჩანაწერების გამოქვეყნებას.",
        ("ყოველი გაჟონვის გამოქვეყნება", "მეორე აუზის დასრულება"),
        ("სუფთა წყლის საზოგადოება", "მდინარის მეგობრები", "სანაპიროს კავშირი"),
        "ემბარგო ორშაბათამდე, 2027 წლის 3 მაისი, 09:00",
    ),
    Writing(
        "hy",
        "Մաքուր ջուր ամառից առաջ",
        "Մաքուր ջուրը յուրաքանչյուր մարդու իրավունքն է, և մենք խնդրում ենք հրապարակել բոլոր գրառումները։",
        ("հրապարակել ամեն արտահոսք", "ավարտել երկրորդ ավազանը"),
        ("Մաքուր ջրի ընկերություն", "Գետի բարեկամներ", "Ափամերձ միություն"),
        "Չհրապարակել մինչև 2027 թվականի մայիսի 3-ը, 09:00",
    ),
    Writing(
        "el",
        "Καθαρό νερό πριν από το καλοκαίρι",
        "Το καθαρό νερό είναι δικαίωμα κάθε ανθρώπου, και ζητούμε να δημοσιευθούν όλα τα αρχεία ως τον Ιούνιο.",
        ("να δημοσιεύεται κάθε υπερχείλιση", "να τελειώσει η δεύτερη δεξαμενή"),
        ("Ένωση Παράκτιων Δήμων", "Φίλοι του Ποταμού", "Σύλλογος Όρμου"),
        "Απαγορεύεται η δημοσίευση έως τις 3 Μαΐου 2027, 09:00",
    ),
    Writing(
        "am",
        "ከበጋ በፊት ንጹህ ውሃ",
        "ንጹህ ውሃ የእያንዳንዱ ሰው መብት ነው፤ ሚኒስቴሩ ሁሉንም መዝገቦች እንዲያወጣ እንጠይቃለን።",
        ("እያንዳንዱን ፍሳሽ ማሳወቅ", "ሁለተኛውን ገንዳ መጨረስ"),
        ("የንጹህ ውሃ ማህበር", "የወንዝ ወዳጆች", "የባህር ዳር ህብረት"),
        "እስከ ግንቦት 3 ቀን 2027 አይታተም",
    ),
    Writing(
        "my",
        "နွေမတိုင်မီ ရေသန့်",
        "သန့်ရှင်းသော ရေသည် လူတိုင်း၏ အခွင့်အရေး ဖြစ်သည်။ မှတ်တမ်းများကို ထုတ်ပြန်ရန် တောင်းဆိုသည်။",
        ("ယိုစိမ့်မှုတိုင်းကို ထုတ်ပြန်ရန်", "ဒုတိယကန်ကို အပြီးသတ်ရန်"),
        ("ရေသန့်အသင်း", "မြစ်ချစ်သူများ", "ကမ်းရိုးတန်းအသင်း"),
        "၂၀၂၇ မေ ၃ ရက် အထိ မထုတ်ပြန်ရ",
    ),
    Writing(
        "th",
        "น้ำสะอาดก่อนฤดูร้อน",
        "น้ำสะอาดเป็นสิทธิของทุกคน เราขอให้กระทรวงเปิดเผยบันทึกทั้งหมด ที่ชาวบ้านรอมานาน",
        ("เปิดเผยทุกครั้งที่น้ำล้น", "สร้างบ่อที่สองให้เสร็จ"),
        ("สมาคมน้ำสะอาด", "เพื่อนแม่น้ำ", "สหภาพชายฝั่ง"),
        "ห้ามเผยแพร่จนถึงวันที่ 3 พฤษภาคม 2570 เวลา 09:00",
    ),
    Writing(
        "ko",
        "여름 전에 깨끗한 물을",
        "깨끗한 물은 모든 사람의 권리이며 우리는 모든 기록의 공개를 장관에게 요구합니다.",
        ("하루 안에 공개", "둘째 저수지 완공"),
        ("맑은물협회", "강의 친구들", "해안 주민 연합"),
        "2027년 5월 3일 월요일 09:00까지 보도 금지",
    ),
    Writing(
        "te",
        "వేసవికి ముందు స్వచ్ఛమైన నీరు",
        "స్వచ్ఛమైన నీరు ప్రతి మనిషి హక్కు, అన్ని రికార్డులను ప్రచురించాలని మేము కోరుతున్నాము.",
        ("ప్రతి ప్రవాహాన్ని ప్రచురించడం", "రెండవ చెరువు పూర్తి"),
        ("నీటి హక్కుల వేదిక", "నది మిత్రులు", "తీర సంఘం"),
        "3 మే 2027 వరకు ప్రచురించరాదు",
    ),
    Writing(
        "km",
        "ទឹកស្អាតមុនរដូវក្តៅ",
        "ទឹកស្អាតជាសិទ្ធិរបស់មនុស្សគ្រប់រូប យើងសុំឱ្យក្រសួងផ្សព្វផ្សាយកំណត់ត្រាទាំងអស់។",
        ("ផ្សព្វផ្សាយរាល់ការហូរ", "បញ្ចប់អាងទីពីរ"),
        ("សមាគមទឹកស្អាត", "មិត្តទន្លេ", "សហភាពឆ្នេរ"),
        "ហាមផ្សាយរហូតដល់ថ្ងៃទី ៣ ឧសភា ២០២៧",
    ),
)


def names(writing: Writing, *, count: int = 14) -> tuple[PrintedName, ...]:
    """So many signatories in this script, told apart by their numbers."""
    return tuple(
        PrintedName(
            writing.names[n % 3] if n < 3 else f"{writing.names[n % 3]} {n + 1}",
            language=writing.language,
            direction=writing.direction,
        )
        for n in range(count)
    )


def document(writing: Writing, template: str) -> Document:
    """A complete letter in this script, with every part that a template may print, without an embargo."""
    said = writing.sentence
    items = "".join(f"<li>{ask}</li>" for ask in writing.asks)
    return Document(
        template=template,
        language=writing.language,
        direction=writing.direction,
        # Every part at once is more than one page of Letter holds, where a template must do with one.
        paper=Paper.LETTER if writing.language == "en" and not letter_template(template).most_pages else Paper.A4,
        title=writing.title,
        body=(
            f"<p>{said}</p><h2>{writing.title}</h2><p><strong>{said}</strong></p><ol>{items}</ol><h3>{writing.asks[0]}"
            f"</h3><ul>{items}</ul><blockquote><p><em>{said}</em></p></blockquote>"
            f'<p>{writing.title}<sup class="footnote-ref"><a href="https://water.example.org/1">[1]</a></sup></p>'
            f"<table><thead><tr><th>{writing.asks[0]}</th><th>{writing.asks[1]}</th></tr></thead>"
            f"<tbody><tr><td>{writing.names[0]}</td><td>{writing.names[1]}</td></tr></tbody></table>"
        ),
        signatories=SignatoryList(
            heading=writing.names[2],
            summary="14",
            order_note=writing.asks[1],
            groups=(NameGroup(writing.title, names(writing)),),
            unnamed=writing.asks[0],
        ),
        dated=DATED,
        label=writing.names[0],
        standfirst=said,
        dateline=writing.names[1],
        date_line=writing.names[1],
        letterhead=Letterhead(writing.names[0], writing.names[1]),
        addressees=(Addressee(writing.names[2], writing.title, writing.names[0], (writing.asks[0], writing.asks[1])),),
        via=writing.asks[1],
        subject=writing.title,
        salutation=writing.names[2],
        closing=writing.asks[0],
        cc=(writing.names[1],),
        enclosures=(writing.names[0],),
        back_matter=f"<h2>{writing.names[2]}</h2><p>{said}</p>",
        sources=said,
        notes=f"{writing.title}\n{said}",
        contacts=(MediaContact(writing.names[0], writing.names[1], "press@water.example.org", "+1 555 0100", "…"),),
        end_mark=writing.names[0],
        short_title=writing.title,
        colophon="1 · 3f9a2b7c · water.example.org",
        count_line=writing.asks[1],
        ask=said,
        summary=f"<p>{said}</p>",
        demands=f"<ol>{items}</ol>",
        press=PressText(said, (said, said), (PrintedQuote(said, writing.names[0], writing.title),)),
        signing=SigningCall("https://water.example.org/sign", writing.until, "07:00 UTC"),
        translations=(
            Translation(writing.title, writing.language, writing.direction, "https://water.example.org/other"),
        ),
    )


def notice(writing: Writing) -> EmbargoNotice:
    """The embargo as it would be said in this script."""
    return EmbargoNotice(writing.until, "07:00 UTC · 03:00 New York · 15:00 北京")
