/**
 * What columns about persons are called, by what the word gives away. One line a language: English, Welsh, Irish,
 * French, German, Spanish, Portuguese, Italian, Dutch, Polish, Swedish, Danish and Norwegian, Finnish, Czech and Slovak,
 * Hungarian, Romanian, Croatian and Serbian, Turkish, Greek, Russian, Ukrainian and Bulgarian, Arabic, Persian and
 * Urdu, Hindi, Punjabi, Bengali, Gujarati and Tamil, Chinese, Japanese, Korean, Vietnamese, Indonesian, Somali.
 *
 * `word` matches a whole word or several in a row, however they are joined; `word*` the start of one; `*word*` any
 * part of the name (languages that write compounds); `=word` a whole name and nothing else; `_#` stands for number, no, id, ref and the like. Spaces part words, `_`
 * joins the words of one entry. Accents and case never matter.
 */
export type Kind = "identity" | "role" | "trait" | "address" | "place" | "text" | "name";

export const headerWords: Readonly<Record<Kind, readonly string[]>> = {
  /** Who it is: names of a person, birth, means of contact, numbers and papers. */
  identity: [
    "surname* *forename* first_name* last_name* family_name* given_name* middle_name* maiden_name full_name* fname lname pname known_as nickname* alias* initials signature* username* user_name login screen_name handle twitter instagram facebook snapchat tiktok whatsapp telegram skype",
    "*date_of_birth* *dob birthdate birth_date birth_day birthday* born year_of_birth birth_year yob place_of_birth birthplace *date_of_death*",
    "*email* e_mail* *telephone* tel tel_no telno tel_num* *phone* *mobile_n* mobile cell cell_no cellphone* landline* fax fax_no",
    "nhs nhs_# nino ni_# nin national_insurance* nat_ins* ssn social_security* passport* driving_licen* driver_licen* drivers_licen* licence_# license_# dl_no identity_card* id_card* id_document national_id* tax_id* taxpayer* iban* bic swift account_# account_holder sort_code* bank_acc* bank_detail* card_# credit_card* debit_card* medical_record* patient_# prisoner_# prison_# hospital_#",
    "pnc* cro cro_# nominal* custody_# custody_ref* custody_record* person_id* person_ref* person_# person_urn* *personid* individual_id victim_id* suspect_id* offender_id* victim_ref* suspect_ref* offender_ref* accused_id* collar* shoulder_# warrant_# badge_# badge payroll* staff_# staff_id employee_id employee_# officer_id officer_# pc_# pc_no fingerprint* dna_# imei* imsi mac_address* ip_address* device_id",
    "vrm vrn vehicle_reg* car_reg* reg_plate* reg_# reg_mark number_plate* numberplate* licen*_plate* plate plates plate_# registration_# registration_mark* registration_plate* vehicle_index* vin chassis_#",
    "cyfenw* enw_llawn enw_cyntaf *dyddiad_geni* ffon* rhif_ffon* ebost* e_bost* rhif_yswiriant* llofnod pasbort*",
    "sloinne* ceadainm data_breithe data_bhreithe uimhir_ghuthain guthan riomhphost*",
    "nom_de_famille nom_complet nom_et_prenom nom_patronymique nom_de_jeune_fille *prenom* surnom *date_de_naissance* naissance* ne_le annee_de_naissance lieu_de_naissance *telephon* portable* courriel* mel adresse_e_mail adresse_mail adresse_electronique *securite_sociale* nir numero_de_secu* passeport* permis_de_conduire carte_d_identite carte_nationale* plaque* *immatriculation* pseudonyme matricule_agent numero_de_compte numero_fiscal identifiant_personne",
    "*nachname* *vorname* familienname* geburtsname* rufname *geburt* gebdat* geb_dat* geb_datum telefon* *telefonn* handy* mobilfunk* rufnummer* *mobiltelefon* mobilnummer* *ausweis* reisepass* *passnummer* *fuehrerschein* *fuhrerschein* *steuer_id* steuernummer* *steueridentifik* *sozialversicherung* svnr *kontonummer* kontoinhaber kfz_k* *kennzeichen* nummernschild* fahrgestell* unterschrift* benutzername* spitzname* personalnummer* personenkennz* dienstnummer* krankenversicher* versichertenn*",
    "apellido* nombre_completo nombre_y_apellido* nombre_de_pila *fecha_de_nacimiento* *nacimiento* fecha_nac* telefono* movil* celular* correo* correo_electronico dni dni_# nie nif curp rfc nss cedula* pasaporte* seguridad_social* carnet_de_conduc* licencia_de_conduc* matricula* placa* cuenta_bancaria numero_de_cuenta firma apodo rut run cuil cuit",
    "apelido* sobrenome* nome_completo nome_proprio primeiro_nome ultimo_nome nome_da_mae nome_do_pai *data_de_nascimento* *nascimento* data_nasc* telefone* telemovel* celular* correio_electronico correio_eletronico cpf cpf_# =rg rg_# nif niss cartao_de_cidadao cartao_cidadao bilhete_de_identidade passaporte* carta_de_conducao cnh cnh_# placa* assinatura* nome_social",
    "cognome* nome_e_cognome nome_cognome *data_di_nascita* *nascita* luogo_di_nascita telefono* cellulare* posta_elettronica *codice_fiscale* cod_fisc* passaporto* patente* carta_d_identita carta_identita targa* conto_corrente firma soprannome*",
    "achternaam* *achternaam* *voornaam* familienaam* roepnaam voorletters volledige_naam *geboorte* geb_datum *telefoon* mobiel* gsm gsm_# bsn burgerservicenummer* rijksregister* sofinummer* paspoort* rijbewijs* *kenteken* nummerplaat* rekeningnummer* handtekening* gebruikersnaam*",
    "nazwisk* imie_i_nazwisko imie imiona *data_urodzenia* *urodzen* miejsce_urodzenia telefon* numer_telefonu nr_tel* komork* pesel* nip dowod* numer_dowodu paszport* prawo_jazdy *rejestracyjn* tablica_rej* numer_konta nr_konta podpis* ksywa pseudonim*",
    "efternamn* *efternamn* *fornamn* tilltalsnamn* fullstandigt_namn *fodelse* fodd fodelsedag *telefonn* mobilnummer* mobiltelefon* e_post* epost* *personnummer* personnr* samordningsnummer* *passnummer* korkort* *registreringsn* regnr reg_nr kontonummer* underskrift* anvandarnamn*",
    "*efternavn* etternavn* *fornavn* mellemnavn* mellomnavn fulde_navn fullt_navn *foedsels* *fodsels* fodt cpr cpr_# fodselsnummer* telefon* mobiltelefon* nummerplade* *skiltnummer* korekort* forerkort* e_post*",
    "sukunim* etunim* *syntyma* puhelin* sahkoposti* henkilotunnus* hetu matkapuhelin* passin* ajokort* rekisterinumero* rekisteritunnus*",
    "prijmeni* priezvisk* krestni_jmeno krstne_meno cele_jmeno *narozen* *narodeni* datum_nar* telefon* mobil rodne_cislo *rodne_c* *cislo_pasu* *obcansk*prukaz* spz registracni_znacka cislo_uctu",
    "vezetekn* keresztn* csaladnev* utonev* teljes_nev *szuletes* telefonsz* mobilszam* szemelyi_sz* szemelyi_ig* taj_sz* *rendszam* adoazonosito* utlevel* anyja_neve",
    "prenume* nume_de_familie nume_complet *data_nasterii* *nasterii* cnp cnp_# telefon* serie_buletin buletin* pasaport* numar_de_inmatriculare *inmatriculare* permis_de_conducere semnatura*",
    "prezime* ime_i_prezime *datum_rodenja* *rodenja* rodjenja* oib oib_# jmbg telefon* mobitel* putovnica* osobna_iskaznica licna_karta *registarska* registracijska* broj_racuna",
    "soyad* soyisim* ad_soyad* adi_soyad* isim ismi *dogum* dogum_tarihi telefon* cep_tel* eposta* tc_kimlik* *kimlik* tckn pasaport* ehliyet* plaka*",
    "επωνυμο* ονοματεπωνυμο* ημερομηνια_γεννησης* γεννηση* τηλεφων* κινητο* αφμ αμκα διαβατηριο* ταυτοτητα* αριθμος_κυκλοφοριας email",
    "фамил* отчество* фио дата_рождения* *рождения* день_рождения телефон* мобильн* электронная_почта эл_почта паспорт* инн снилс госномер* номер_машины прізвищ* дата_народження *народження* іпн фамилия* дата_на_раждане *раждане* егн имейл*",
    "*تاريخ_الميلاد* *الميلاد* هاتف* الهاتف* رقم_الهاتف جوال* موبايل* البريد* بريد_الكتروني رقم_الهوية* الهوية* جواز* رقم_الجواز لقب* اللقب* اسم_العائلة الاسم_الكامل",
    "*تاریخ_پیدائش* *پیدائش* *تاریخ_تولد* *تولد* تلفن* شماره_تلفن فون* موبائل* ای_میل* ایمیل* شناختی_کارڈ* کد_ملی* شماره_ملی پاسپورٹ* گذرنامه* نام_خانوادگی* خاندانی_نام",
    "*जन्म* जन्मतिथि* जन्म_तिथि* जन्म_तारीख* उपनाम* कुलनाम* दूरभाष* फ़ोन* फोन* मोबाइल* ईमेल* आधार* पासपोर्ट* पैन",
    "ਜਨਮ* ਫ਼ੋਨ* ਫੋਨ* ਮੋਬਾਈਲ* ਈਮੇਲ* ਗੋਤ জন্ম* ফোন* মোবাইল* ইমেইল* পদবি* পাসপোর্ট* જન્મ* ફોન* મોબાઇલ* અટક* பிறந்த* தொலைபேசி* கைபேசி* மின்னஞ்சல்* పుట్టిన* ఫోన్* மொபைல்*",
    "*出生* *生日* *电话* *電話* *手机* *手機* *邮箱* *郵箱* *电子邮件* *身份证* *身份證* *护照* *護照* *车牌* *車牌* *姓名* =姓 *银行卡* *微信* *驾驶证*",
    "*生年月日* *誕生日* *携帯* *メール* *氏名* *名字* *苗字* *旅券* *免許* *マイナンバー* *ナンバープレート* *フリガナ* *ふりがな*",
    "*생년월일* *생일* *전화* *휴대* *이메일* *성명* *주민등록* *여권* *면허* *차량번호* =성함",
    "ho_va_ten ho_ten ngay_sinh* so_dien_thoai* dien_thoai* so_cmnd cmnd cccd can_cuoc* ho_chieu* bien_so*",
    "nama_lengkap tanggal_lahir* tgl_lahir* tempat_lahir telepon* no_hp nomor_hp nik nik_# paspor* plat_nomor taariikhda_dhalashada magaca_oo_dhan taleefan* telefoonka",
  ],
  /** A part that a person plays in an event. */
  role: [
    "victim* suspect* offender* perpetrator* witness* complain*nt* aggrieved* injured_part* accused* defendant* arrestee* detainee* detained_person* informant* informer* caller* driver* passenger* pedestrian* cyclist* rider* keeper owner* occupier* householder* tenant* landlord* =neighbour =neighbor shopkeeper* parent mother father guardian* spouse husband wife partner_name next_of_kin* kin child_name pupil* patient* client customer* resident_name decedent* deceased* missing_person* subject",
    "officer* constable* sergeant* inspector* detective* pcso* oic oic_# reporting_officer* reporter* reported_by attended_by attending_off* investigator* interviewer* caseworker* case_worker* social_worker* supervisor* =ip =ap =pc =reporter recorded_by entered_by created_by updated_by author arrested_by searched_by dealt_with_by person* individual* employee* staff_member staff_name contact_name contact_person",
    "dioddefwr* dioddefydd* troseddwr* tyst tystion tyst achwynydd* swyddog* heddwas* cwnstabl* gyrrwr* gyrwr* person* drwgdybiedig*",
    "iospartach* finne* gearanach* oifigeach* garda_name tiomanai*",
    "victime* suspect* auteur* temoin* plaignant* mis_en_cause mise_en_cause mis_en_examen prevenu* accuse* agent* policier* officier* gendarme* enqueteur* conducteur* conductrice* passager* passagere* pieton* declarant* requerant* appelant* proprietaire* detenu* interpelle* personne* blesse* defunt*",
    "*opfer* *tatverd* *taeter* *tater* *verdachtig* *verdaechtig* zeuge* *augenzeuge* *tatzeuge* *beschuldigt* *angeklagt* *geschadigt* *geschaedigt* *anzeigeerst* anzeigende* *anzeiger* *melder* *beamt* *polizist* sachbearbeit* *fahrer* *halter beifahrer* *mitfahrer* *fussganger* *anrufer* *hinweisgeber* *person* *verletzt* *verstorben* *eigentumer* *eigentuemer* *mitarbeiter* *bearbeiter*",
    "victima* sospechos* testigo* denunciante* denunciado* agresor* autor* detenid* imputad* acusad* agraviad* ofendid* lesionad* *oficial* agente* policia conductor* pasajero* peaton* propietari* informante* llamante* persona* fallecid* infractor*",
    "vitima* suspeit* testemunha* denunciante* queixoso* queixos* arguid* reclamante* agressor* autor* acusad* ofendid* lesad* agente* oficial* condutor* motorista* passageir* peao pedestre* proprietari* pessoa* falecid* infrator* comunicante* solicitante* requerente*",
    "vittim* sospett* indagat* testimon* denunciante* querelante* autore* reo imputat* arrestat* agente* poliziott* ufficiale* operatore* conducente* autista* guidatore* passegger* pedone* proprietari* persona* segnalante* richiedente* offes* ferit*",
    "*slachtoffer* *verdacht* *dader* *getuig* *aangever* *klager* *benadeeld* *betrokken* *agent *agenten *agentnaam* *politieagent* *verbalisant* *bestuurder* *passagier* *voetganger* *melder* *eigenaar* *persoon* *beklaagd* *bewoner* *medewerker*",
    "ofiar* pokrzywdz* podejrzan* sprawc* swiad* oskarzon* zglaszaj* zawiadamiaj* funkcjonariusz* policjant* kierowc* kierujac* pasazer* pieszy* pieszeg* wlasciciel* osob* zatrzyman* poszkodowan* dzielnicow* sprawdzaj*",
    "*offer *offret* *offrets* malsagande* malsagare* *misstankt* *garningsm* *vittne* *anmalare* *tilltalad* *polisman* *polismans* *poliser *forare* *forarens* *passagerare* *handlaggare* *agare *person *personens* *uppgiftslamnare* *fotgangare*",
    "*offer *ofre* *mistenkt* *mistaenkt* *gerningsm* *gjerningsm* *vidne* *vitne* *anmelder* *betjent* *foerer* *forer* *sigtede* *skadelidt* *fornarmed* *fornaerm* *person",
    "uhri* epailty* epailt* todistaj* rikoksenteki* ilmoittaj* poliisi* kuljettaj* asianomist* henkilo* matkustaj*",
    "obet* podezrel* svedk* svedek* svedok* pachatel* poskozen* oznamovatel* policist* ridic* vodic* osob* obvinen* strazni*",
    "aldozat* sertett* gyanusitott* tanu tanu elkoveto* bejelent* rendor* sofor* gepjarmuvezet* vezeto* szemely* panaszos*",
    "victim* suspect* martor* reclamant* inculpat* faptuitor* agresor* agent* politist* ofiter* sofer* conducator* persoan* pasager* petent*",
    "zrtv* osumnjicen* svjedo* svedo* pocinit* pocinil* prijavitelj* podnosit* policajac* policajk* sluzbenik* vozac* osob* lice ostecen*",
    "magdur* supheli* tanik* sanik* fail sikayetci* musteki* ihbarci* memur* polis surucu* yolcu* kisi* kurban*",
    "θυμα* θυματ* υποπτ* δραστ* μαρτυρ* καταγγελ* αστυνομ* οδηγο* προσωπο*",
    "потерпевш* подозрева* свидетел* заявител* обвиняем* преступник* сотрудник* полицейск* водител* пострадавш* жертв* потерпіл* підозрюван* свідок* свідк* заявник* поліцейськ* воді* пострадал* заподозрян* свидетел* служител* шофьор* лицо",
    "الضحية* ضحية* المجني* المشتبه* مشتبه* شاهد* الشاهد* المتهم* المشتكي* المبلغ* الضابط* ضابط* السائق* سائق* متاثر* متاثرہ* مشتبہ* ملزم* گواہ* مدعی* افسر* ڈرائیور* قربانی* مظنون* شاکی* راننده*",
    "पीड़ित* पीडित* संदिग्ध* गवाह* शिकायतकर्ता* आरोपी* अधिकारी* चालक* ਪੀੜਤ* ਸ਼ੱਕੀ* ਗਵਾਹ* ਅਧਿਕਾਰੀ* ভুক্তভোগী* সন্দেহভাজন* সাক্ষী* অভিযুক্ত* কর্মকর্তা* চালক* પીડિત* શંકાસ્પદ* સાક્ષી* பாதிக்கப்பட்ட* சாட்சி* அதிகாரி*",
    "*受害* *被害* *嫌疑* *证人* *證人* *报案人* *報案人* *嫌犯* *警官* *警员* *民警* *司机* *駕駛* *驾驶人* *当事人* *容疑* *目撃* *証人* *通報者* *運転者* *担当者* *加害* *피해자* *용의자* *피의자* *목격자* *신고자* *경찰관* *운전자*",
    "nan_nhan* nghi_pham* nhan_chung* nguoi korban* tersangka* saksi* pelapor* pelaku* petugas* pengemudi* dhibbane* markhaati* tuhunsane*",
  ],
  /** What a person is: alone no identity, with a place and a day nearly one. */
  trait: [
    "age ages age aged gender* sex *ethnic* race races racial* religion* religious* faith *sexual_orient* sexuality disab* nationalit* citizenship* marital* occupation* country_of_birth first_language immigration_status visa_status pregnan* skin_colour skin_color self_defined_* ic_code",
    "oed oedran rhyw ethnig* crefydd* anabled* cenedligrwydd* aois inscne gneas* eitneach* creideamh*",
    "age sexe genre origine_ethnique ethni* religion* nationalite* situation_familiale etat_civil handicap* profession*",
    "alter altersgruppe* *lebensalter* geschlecht* *geschlecht religion* konfession* staatsangeh* *nationalitat* *nationalitaet* familienstand* herkunft* behinderung* ethni* beruf",
    "edad edades sexo genero etnia* etnic* raza* religion* nacionalidad* estado_civil discapacid* ocupacion* profesion*",
    "idade idades sexo genero etnia* raca raca_cor cor_raca religiao* nacionalidade* estado_civil deficiencia* profissao*",
    "eta sesso genere etnia* razza* religione* nazionalita* cittadinanza* stato_civile disabilita* professione*",
    "leeftijd* geslacht* *geslacht etnici* afkomst* herkomst* religie* godsdienst* nationaliteit* burgerlijke_staat handicap* beroep*",
    "wiek plec etnicz* rasa wyznanie* religi* narodowosc* obywatelstw* stan_cywilny niepelnospraw* zawod",
    "=alder alder alders* kon =kon konstillhor* etnici* religion* nationalitet* medborgarskap* civilstand* funktionsneds* yrke koen kjonn etnisk* ika sukupuoli* kansalaisuus* uskonto* vek pohlavi* narodnost* nabozenstvi* kor eletkor nem nemzetiseg* vallas* etnie varsta sexul gen etnie* religie* cetatenie* nationalitate* dob spol nacionalnost* vjeroispovijest* drzavljanstvo* yas cinsiyet* din uyruk* irk ηλικια* φυλο εθνικοτητα* θρησκεια* υπηκοοτητα*",
    "возраст* пол национальност* гражданств* религи* вік стать національн* възраст* =пол националност* العمر عمر الجنس جنس الجنسية* الديانة* صنف قومیت* مذہب* مذهب* سن ملیت* आयु उम्र लिंग धर्म* जाति* राष्ट्रीयता* ਉਮਰ ਲਿੰਗ ਧਰਮ* বয়স* লিঙ্গ* ধর্ম* ઉંમર* જાતિ* வயது* பாலினம்*",
    "*年龄* *年齡* *性别* *性別* *民族* *国籍* *國籍* *宗教* *種族* *种族* *年齢* *人種* *나이* *연령* *성별* *국적* *종교* *인종* tuoi gioi_tinh quoc_tich dan_toc umur usia jenis_kelamin agama* da_ jinsi*",
  ],
  /** Where a person lives. */
  address: [
    "*address* addr addr *_addr home_addr* house_# house_name flat_# apartment_# postal_addr* residence* place_of_residence domicile what3words w3w uprn",
    "cyfeiriad* seoladh* adresse* *adresse* domicile* residence* lieu_de_residence anschrift* *anschrift* strasse *strasse strassenname hausnummer* wohnort* wohnsitz* wohnanschrift* direccion* domicilio* residencia* calle morada* endereco* domicilio* rua indirizzo* residenza* via domicilio* adres* *adres *straat straat straatnaam huisnummer* woonplaats* woonadres* adres* *adres_zam* zamieszk* miejsce_zamiesz* ulica* adress* *adress gatuadress* bostadsort* folkbokfor* osoite* katuosoite* adresa* bydlist* ulice ulica lakcim* lakohely* cim adresa* domiciliu* adrese adres* ikamet* sokak διευθυνση* οδος κατοικια* адрес* адреса* улица* место_жительства* прожива* عنوان* العنوان* السكن* پتہ* آدرس* पता ਪਤਾ ঠিকানা* સરનામું* முகவரி* *地址* *住址* *住所* *주소* dia_chi* alamat* ciwaan* cinwaan*",
  ],
  /** A place fine enough to find a door. */
  place: [
    "post_code* *postcode* postal_code* zip zip_code* zipcode* lat latitude* lon lng long longitude* easting* northing* =x =y x_coord* y_coord* *coordinate* coord coords *geocode* geolocation gps gps grid_ref* gridref* os_grid* geo_point geometry =location =street *location_detail*",
    "cod_post* codpost code_postal* cp =cp coordonnee* plz postleitzahl* koordinat* codigo_postal* coordenad* cep =cep =cap codice_postale coordinat* postcode* *postcode kod_pocztow* wspolrzedn* szerokosc* dlugosc* postnummer* postnr postinumero* psc smerovacie_cislo iranyitoszam* cod_postal* postanski_broj* posta_kodu* ταχυδρομικ* =τκ почтовый_индекс* =индекс поштовий_індекс* пощенски_код* الرمز_البريدي* پوسٹ_کوڈ* کد_پستی* पिन_कोड* *邮编* *郵便番号* *우편번호* ma_buu_chinh kode_pos* *经度* *纬度* breitengrad* langengrad* laengengrad* latitud* longitud* latitudin* longitudin* geopos*",
  ],
  /** Words written by hand, in which anybody may be named. */
  text: [
    "notes =note note notepad comment* remark* details detail narrative* *free_text* freetext* description* summary* =mo *modus_operandi* circumstance* statement* observation* log_text message* incident_log text synopsis* story account_of* update_text other_info* additional_info* further_info* info_text",
    "nodiad* sylwad* manylion disgrifiad* notai commentaire* remarque* observation* precision* details recit* *bemerkung* *anmerkung* kommentar* *beschreibung* sachverhalt* notiz* *freitext* hinweise observacion* comentari* detalle* descripcion* relato* nota notas observac* observacao* observacoes* detalhe* descricao* relato* historico note osservazion* commenti commento* descrizione* dettagli* annotazion* *opmerking* toelichting* omschrijving* beschrijving* notitie* uwagi uwaga komentarz* opis opis notatk* szczegol* anteckning* kommentar* beskrivning* anmarkning* handelseforlopp* fritext* bemaerk* merknad* huomautu* kommentti* kuvaus* lisatie* poznamk* komentar* popis popis megjegyz* leiras* observat* comentari* descriere* detalii napomen* opis komentar* aciklama* notlar yorum* detaylar σχολια* σημειωσ* παρατηρ* περιγραφ* примечани* комментар* описани* замечани* примітк* коментар* опис* бележк* ملاحظ* تفاصيل* وصف* تبصر* تفصیل* توضیح* टिप्पणी* विवरण* ਟਿੱਪਣੀ* মন্তব্য* বিবরণ* નોંધ* குறிப்ப* *备注* *備註* *描述* *说明* *備考* *詳細* *비고* *메모* ghi_chu* mo_ta* catatan* keterangan* faahfaahin*",
  ],
  /** A name, of a person or of a place: what else the column's name holds decides. */
  name: [
    "name names contact contacts contact_details contact_detail contact_info enw enwau ainm nom noms nombre nombres nome nomi nomes naam namen namn navn nimi jmeno meno nev nume ime =ad isim =adi ονομα* имя ім_я імя име اسم* الاسم* نام नाम ਨਾਂ ਨਾਮ নাম નામ பெயர்* పేరు* =姓名 =名前 *이름* =ten ten_goi nama magac magaca שם *שם_מלא* hoten",
  ],
};

/** What has a name and is no person, and what is counted: beside these words a name or a role is innocent. */
export const innocentWords: Readonly<Record<"thing" | "count", string>> = {
  thing:
    "ward* borough* area* lsoa* msoa* oa lad lads region* district* division* force* beat* neighbourhood* neighborhood* county* counties country* countries city cities town* state states station* place* location* site* street* road* zone* sector* precinct* hotspot* school* park* shop* premis* venue* team* unit* group* category* crime* offence* offense* outcome* measure* indicator* file* table* column* field* dataset* variable* geo* community* council* authorit* municip* commune* departement* gemeinde* bezirk* stadt* kreis* land ort* provinc* comun* ciudad* barrio* colonia* delegacion* estado* entidad* bairro* concelho* distrit* freguesia* cidade* citta quartiere* regione* wijk* buurt* stad* gmin* powiat* wojew* miast* kommun* lan stadsdel* omrade* agency* department* program* project* operation* intervention* study organisation* organization* company* business* event* weapon* vehicle* make model type* class*",
  count:
    "count* total* rate rates per percent* pct proportion* share average* mean median hours hrs days theft* violen* robber* burglar* assault* damage* homicide* arson* drug* killed injured casualt* number_of no_of num_of n_of sum crime* offence* offense* hate based incident* population* residents* households* index score* ratio cost costs budget deployed strength fte headcount anzahl numero_de numero_di aantal liczba antal",
};
